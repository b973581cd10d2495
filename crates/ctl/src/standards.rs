//! What the force asks and reckons with.

use std::path::Path;

use app::App;
use serde_json::json;

use crate::args::Standards;
use crate::failure::Failure;
use crate::offer::offer;
use crate::print;

pub async fn run(app: &App, what: &Standards, as_json: bool) -> Result<u8, Failure> {
    let file = |path: &Path| offer(app, path);
    match what {
        Standards::List => {
            print::view(as_json, &app::call(app, "standards", json!({})).await?, print::standards)?
        }
        Standards::Save { kind, proposal, out } => {
            let command = json!({ "kind": kind, "proposal": proposal, "to": file(out) });
            print::view(as_json, &app::call(app, "save_standard", command).await?, print::line)?;
        }
        Standards::Read { file: path } => {
            let view = app::call(app, "read_standard", json!({ "file": file(path) })).await?;
            print::view(as_json, &view, print::changes)?;
        }
        Standards::Propose { file: path, from, reason } => {
            let command = json!({ "file": file(path), "effective_at": from, "reason": reason });
            print::view(as_json, &app::call(app, "propose_standard", command).await?, print::standards)?;
        }
        Standards::Approve { proposal, reason } => {
            let command = json!({ "proposal": proposal, "reason": reason });
            print::view(as_json, &app::call(app, "approve_standard", command).await?, print::standards)?;
        }
        Standards::Withdraw { proposal, reason } => {
            let command = json!({ "proposal": proposal, "reason": reason });
            print::view(as_json, &app::call(app, "withdraw_standard", command).await?, print::standards)?;
        }
    }
    Ok(0)
}
