//! What screens read of the second opinion.

use chrono::{DateTime, Utc};
use register::fact::{ChangesRisk, Grade, OpinionShown, WeatherDanger};
use register::id::EntryId;
use register::question::Question;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

views! {
    /// What a partner agency said of the risk.
    PartnerView {
        entry_id: EntryId,
        /// "Mental health service: Crisis team, Fernbrook".
        agency: String,
        /// "Test-Finch, Ida, community nurse, 07700 900321".
        who: String,
        /// Word for word.
        statement: String,
        at: DateTime<Utc>,
        /// When it was said, as it is told: "about 21:40".
        said: String,
        changes_risk: ChangesRisk,
        /// "May change the risk".
        risk: String,
        /// Whoever gave the grade in effect did not know of it; also where nobody has graded.
        unseen: bool,
    }
    /// The second opinion on somebody who is missing. It suggests; the grade is the officer's.
    OpinionView {
        model: String,
        /// To be sent back with the grade: what this screen showed is what is kept.
        shown: OpinionShown,
        /// Of one, with the range.
        rate: f64,
        low: f64,
        high: f64,
        /// "7 in 100".
        headline: String,
        /// "4 to 12".
        range: String,
        /// "of men of 65 and over like him were recorded harmed, mostly accident or exposure".
        line: String,
        /// The same of people of whom nothing else is known.
        base: String,
        suggested: Grade,
        because: Vec<String>,
        /// What a lower grade has to answer, one reason each; where there is none, one for the whole.
        rests_on: Vec<Question>,
        /// Their age is one of them: they may be under 18, or so young that age alone calls for it.
        rests_on_age: bool,
        reasons: Vec<ReasonView>,
        /// The most useful question first.
        unknowns: Vec<UnknownView>,
        kinds: Vec<HarmKindView>,
        fatal: String,
        exploitation: Option<String>,
        next_change: Option<String>,
        next_change_at: Option<DateTime<Utc>>,
        medical: Vec<MedicalNeedView>,
        /// What endangers first; what is over and was assessed is not shown.
        weather: Vec<WeatherView>,
        /// "Dusk 16:21, reckoned for the force's area."; none while the sun does not set far enough.
        dusk: Option<String>,
    }
    /// What one answer does to the estimate.
    ReasonView {
        question: Question,
        line: String,
        /// The logarithm of the odds ratio, for a bar.
        weight: f64,
        raises: bool,
        /// "raises it by 2.1 in 100".
        moves: String,
        strength: String,
        /// Name and sample of each study.
        studies: Vec<String>,
    }
    UnknownView {
        question: Question,
        /// The question as it is asked.
        ask: String,
        line: String,
        /// "It could move this to 9 or 4."
        moves: String,
    }
    HarmKindView { line: String, share: f64 }
    /// A condition that is dangerous without its treatment.
    MedicalNeedView {
        condition: String,
        label: String,
        /// What happens without treatment.
        without: String,
        detail: String,
        treated: String,
        line: String,
        /// Harm may have begun.
        begun: bool,
        /// Somebody who knew of it has assessed the risk since.
        assessed: bool,
        applies: bool,
        source: String,
        entry_id: EntryId,
    }
    /// Weather that nothing has replaced.
    WeatherView {
        /// "Cold from 22:00: −2 °C, wet."
        line: String,
        /// What it asks for: "It opens an assessment then."; empty where it asks for nothing.
        asks: String,
        words: String,
        endangers: Option<WeatherDanger>,
        /// It endangers, has begun and is not over.
        begun: bool,
        source: String,
        entry_id: EntryId,
    }
    /// Somebody holds that the grade is not right.
    ChallengeView {
        entry_id: EntryId,
        /// "Insp Ada Test-Larch, Safeguarding reviewer, 02:10: would give High".
        line: String,
        reason: String,
        open: bool,
        /// Whoever is signed in made it: somebody else answers.
        own: bool,
        /// What was said to it, and by whom.
        answer: String,
    }
    ConditionsView { version: String, conditions: Vec<ConditionView> }
    ConditionView {
        condition: String,
        label: String,
        without: String,
        /// Words of the text that was given point at it.
        hinted: bool,
    }
}
