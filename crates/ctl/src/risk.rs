//! How grades and suggestions did, and a model made anew.

use app::App;
use serde_json::json;

use crate::args::Risk;
use crate::failure::Failure;
use crate::offer::offer;
use crate::print;

pub async fn run(app: &App, what: &Risk, as_json: bool) -> Result<u8, Failure> {
    match what {
        Risk::Figures { out } => {
            let paper = out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"));
            let use_case = if paper { "print_figures" } else { "save_figures" };
            let view = app::call(app, use_case, json!({ "to": offer(app, out) })).await?;
            print::view(as_json, &view, print::line)?;
        }
        Risk::Fit { version, out } => {
            let command = json!({ "version": version, "to": offer(app, out) });
            let view = app::call(app, "fit_model", command).await?;
            print::view(as_json, &view, print::lines)?;
        }
    }
    Ok(0)
}
