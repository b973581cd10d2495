//! What models that are small enough to be reckoned by hand have in common.

use risk::Model;

pub const CHILD: (u32, u32) = (10, 10);
pub const ADULT: (u32, u32) = (40, 40);
/// Deviations to either side that hold nine tenths of a normal distribution.
pub const NINE_TENTHS: f64 = 1.644_854;

/// Of whom it is told, by one study of nobody, with cut-offs for high, medium and low.
pub fn small_model(of_whom: &str, [high, medium, low]: [f64; 3]) -> Model {
    let text = format!(
        r#"
        version = "2026.1"
        within = 0.9
        flag = []

        [study.test]
        name = "Test-Heron 2026"
        sample = "nobody"
        outcome = "nothing"
        source = "invented"

        {of_whom}

        [cut_offs]
        high = {high}
        medium = {medium}
        low = {low}
        not_below = "medium"
        while_unknown = []
        child_not_below = "low"
        source = "a test"
    "#
    );
    Model::parse(&text).expect("sound")
}

#[track_caller]
pub fn assert_near(one: f64, other: f64, within: f64) {
    assert!((one - other).abs() < within, "{one} is not {other}");
}
