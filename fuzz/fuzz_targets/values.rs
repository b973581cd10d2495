//! Any text as any value: no panic, and what is understood is understood of its own form too.
#![no_main]

use interchange::value::{self, Dates, Moment};
use interchange::{DateOrder, safe, unsafe_again};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    assert_eq!(unsafe_again(&safe(text)), text);
    for order in [DateOrder::DayFirst, DateOrder::MonthFirst] {
        let dates = Dates { order, latest_year: 2046 };
        match dates.moment(text) {
            Ok(Moment::Day(day)) => {
                assert_eq!(dates.moment(&day.to_string()), Ok(Moment::Day(day)));
                let _ = value::day(day);
            }
            Ok(Moment::Local(local)) => {
                let _ = value::at_local(local);
            }
            Ok(Moment::Instant(_)) | Err(_) => {}
        }
        if let Ok(born) = dates.partial(text) {
            assert_eq!(dates.partial(&born), Ok(born));
        }
    }
    let again: [fn(&str) -> Result<String, value::Remedy>; 6] = [
        value::height,
        value::age,
        value::postcode,
        value::sex,
        value::ethnic_appearance,
        value::self_defined_ethnicity,
    ];
    for understand in again {
        if let Ok(meant) = understand(text) {
            assert_eq!(understand(&meant), Ok(meant));
        }
    }
    let name = value::name(text);
    assert_eq!(value::name(&name), name);
    let _ = (value::time(text), value::full_name(text), value::grade(text), value::category(text));
    let _ = (value::answer_with_detail(text), value::condition(text), value::standing(text));
    let _ = (value::found_by(text), value::how_known(text), value::is_nothing(text));
});
