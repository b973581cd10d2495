//! The text of a PDF page by page, as a search or a screen reader finds it.

use hayro::hayro_interpret::font::Glyph;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::hayro_syntax::Pdf;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use hayro::vello_cpu::kurbo::{Affine, BezPath, Rect};

pub fn read(pdf: &[u8]) -> Vec<String> {
    assert!(pdf.starts_with(b"%PDF"));
    let pdf = Pdf::new(pdf.to_vec()).expect("a PDF");
    pdf.pages()
        .iter()
        .map(|page| {
            let cache = InterpreterCache::new();
            let settings = InterpreterSettings::default();
            let mut context = Context::new(
                Affine::IDENTITY,
                Rect::new(0.0, 0.0, 2000.0, 2000.0),
                &cache,
                page.xref(),
                settings,
            );
            let mut letters = Letters(String::new());
            interpret_page(page, &mut context, &mut letters);
            letters.0
        })
        .collect()
}

/// Without spaces and places to break: where a line ended does not matter.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

pub fn holds(text: &str, part: &str) -> bool {
    squeezed(text).contains(&squeezed(part))
}

struct Letters(String);

impl<'a> Device<'a> for Letters {
    fn draw_glyph(&mut self, glyph: &Glyph<'a>, _: Affine, _: Affine, _: &Paint<'a>, _: &GlyphDrawMode) {
        match glyph.as_unicode() {
            Some(BfString::Char(c)) => self.0.push(c),
            Some(BfString::String(text)) => self.0.push_str(&text),
            None => self.0.push('\u{fffd}'),
        }
    }
    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
