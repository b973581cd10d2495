//! Writes the example papers and pictures of their pages into a folder, to be looked at:
//! `cargo run -p documents --example pages -- FOLDER`

#[path = "../tests/papers/example.rs"]
#[allow(dead_code)]
mod example;

use std::error::Error;
use std::path::PathBuf;

use hayro::RenderSettings;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder")?);
    std::fs::create_dir_all(&folder)?;
    let mut broken = example::pack(14);
    broken.whole = false;
    broken.photograph = Some(vec![0xff, 0xd8, 0]);
    let papers = [
        ("open-incidents", documents::open_incidents(&example::sixteen(false), &example::word)?),
        ("open-incidents-training", documents::open_incidents(&example::sixteen(true), &example::word)?),
        ("open-incidents-none", documents::open_incidents(&example::many(0), &example::word)?),
        ("evidence-pack", documents::evidence_pack(&example::pack(14), &example::word)?),
        ("evidence-pack-not-whole", documents::evidence_pack(&broken, &example::word)?),
    ];
    for (name, pdf) in papers {
        std::fs::write(folder.join(format!("{name}.pdf")), &pdf)?;
        let pdf = Pdf::new(pdf).map_err(|_| "not a PDF")?;
        let cache = hayro::RenderCache::new();
        let size = RenderSettings {
            x_scale: 1.7,
            y_scale: 1.7,
            bg_color: hayro::vello_cpu::color::palette::css::WHITE,
            ..RenderSettings::default()
        };
        for (n, page) in pdf.pages().iter().enumerate() {
            let picture = hayro::render(page, &cache, &InterpreterSettings::default(), &size);
            std::fs::write(folder.join(format!("{name}-{}.png", n + 1)), picture.into_png()?)?;
        }
    }
    Ok(())
}
