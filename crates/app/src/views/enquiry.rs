//! What screens read of the enquiry: what may have happened, and the policy log.

use chrono::{DateTime, Utc};
use register::fact::{PolicyOption, Standing};
use register::id::EntryId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

views! {
    /// What may have happened, apart from the risk.
    HypothesisView {
        entry_id: EntryId,
        what: String,
        standing: Standing,
        /// Where it was last said to stand, by whom and why: one line each, several where they were said apart.
        said: Vec<String>,
        /// Why it is open although somebody said otherwise; empty where nobody did.
        apart: String,
        points_for: Vec<PointView>,
        points_against: Vec<PointView>,
        /// What to find out next: several where they were said apart.
        next_enquiries: Vec<String>,
        /// "Raised by Insp Ada Test-Larch, Duty inspector, 02:10".
        raised: String,
    }
    PointView {
        what: String,
        /// Who said it or where it stands, who recorded it, and when.
        source: String,
        entry_id: EntryId,
    }
    /// A decision of the policy log.
    PolicyView {
        entry_id: EntryId,
        /// By what it is called: "4", or "4/a3f0" where another was numbered alike apart from it.
        number: String,
        decision: String,
        options: Vec<PolicyOption>,
        reasons: String,
        /// "Decided by Insp Ada Test-Larch, Duty inspector, 02:10".
        decided: String,
        /// Entered long after it was taken: "entered 02:55".
        late: String,
        /// "Look again by 08:00"; empty where it is not to be looked at again.
        review: String,
        review_at: Option<DateTime<Utc>>,
        overdue: bool,
        /// Names of the decisions in whose place it stands, and of those that stand in its place.
        supersedes: Vec<String>,
        superseded_by: Vec<String>,
        stands: bool,
        /// What was decided apart from it, and what that means; empty where nothing was.
        apart: String,
    }
}
