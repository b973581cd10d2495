//! The papers as somebody gets them: read back from the PDF.

mod accessible;
mod example;
mod hostile;
mod reading;
mod words;

use documents::{Figures, evidence_pack, figures, open_incidents};
use example::{many, pack, page, photograph, sixteen, stamp, word};
use reading::read;

#[test]
fn sixteen_people_stand_on_three_pages_with_what_matters() {
    let pages = read(&open_incidents(&sixteen(false), &word).unwrap());
    assert!(pages.len() <= 3, "{} pages", pages.len());
    let all = pages.concat();
    let list = sixteen(false);
    for person in &list.incidents {
        for value in [&person.name, &person.reference, &person.who, &person.missing_for, &person.contact] {
            assert!(reading::holds(&all, value), "{value}");
        }
    }
    assert!(reading::holds(&all, "High 2"));
    assert!(reading::holds(&all, "LATE Two grades disagree: decide"));
}

#[test]
fn every_page_says_its_marking_serial_number_and_place() {
    for pdf in [open_incidents(&many(40), &word).unwrap(), evidence_pack(&pack(40), &word).unwrap()] {
        let pages = read(&pdf);
        assert!(pages.len() > 3);
        for (n, page) in pages.iter().enumerate() {
            assert!(reading::holds(page, &stamp(false).marking));
            assert!(reading::holds(page, &stamp(false).serial));
            assert!(reading::holds(page, &format!("Page {} of {}", n + 1, pages.len())), "{page}");
            assert!(!page.contains("TRAINING"));
        }
    }
}

#[test]
fn every_page_of_a_training_register_says_so() {
    let mut evidence = pack(40);
    evidence.stamp.training = true;
    for pdf in [open_incidents(&sixteen(true), &word).unwrap(), evidence_pack(&evidence, &word).unwrap()] {
        assert!(read(&pdf).iter().all(|page| page.matches("TRAINING").count() >= 2));
    }
}

#[test]
fn an_empty_list_says_that_it_is_empty_and_leaves_room_for_new_reports() {
    let pages = read(&open_incidents(&many(0), &word).unwrap());
    assert_eq!(pages.len(), 1);
    assert!(reading::holds(&pages[0], &word("print-no-incidents")));
    assert!(reading::holds(&pages[0], &word("print-new-reports")));
}

#[test]
fn two_hundred_incidents_are_printed_at_about_eight_a_page() {
    let pages = read(&open_incidents(&many(200), &word).unwrap());
    assert!((20..=28).contains(&pages.len()), "{} pages", pages.len());
}

#[test]
fn the_evidence_pack_holds_every_entry_in_order_with_its_hash() {
    let pack = pack(30);
    let text = reading::squeezed(&read(&evidence_pack(&pack, &word).unwrap()).concat());
    let mut from = 0;
    for entry in &pack.entries {
        for value in [&format!("Entry {}", entry.number), &entry.text[0], &entry.entry_id, &entry.hash] {
            let value = reading::squeezed(value);
            from += text[from..].find(&value).unwrap_or_else(|| panic!("{value}")) + value.len();
        }
    }
    assert!(text.contains(&reading::squeezed(&pack.log_hash)));
    assert_eq!(text.matches("SIGNATURENOTVERIFIED").count(), 1);
    assert_eq!(text.matches("THISENTRYCANNOTBEREAD").count(), 1);
}

#[test]
fn the_last_page_says_how_to_check_the_paper() {
    let pages = read(&evidence_pack(&pack(30), &word).unwrap());
    let last = pages.last().unwrap();
    for key in ["print-check", "print-check-again", "print-check-limit", "print-whole", "print-log-hash"] {
        assert!(reading::holds(last, &word(key)), "{key}");
    }
}

#[test]
fn a_log_that_is_not_whole_says_so_on_its_first_and_its_last_page() {
    let mut pack = pack(30);
    pack.whole = false;
    let pages = read(&evidence_pack(&pack, &word).unwrap());
    for page in [pages.first().unwrap(), pages.last().unwrap()] {
        assert!(reading::holds(page, &word("print-not-whole")));
        assert!(!reading::holds(page, &word("print-whole")));
    }
}

#[test]
fn an_empty_pack_is_printed() {
    let mut pack = pack(0);
    pack.looks.clear();
    pack.summary.clear();
    pack.verification.clear();
    pack.photograph = None;
    let text = read(&evidence_pack(&pack, &word).unwrap()).concat();
    assert!(reading::holds(&text, &word("print-no-entries")));
    assert!(reading::holds(&text, &word("print-no-looks")));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(open_incidents(&sixteen(true), &word), open_incidents(&sixteen(true), &word));
    assert_eq!(evidence_pack(&pack(20), &word), evidence_pack(&pack(20), &word));
}

#[test]
fn a_broken_photograph_costs_itself_and_not_the_page() {
    let whole = photograph(60);
    let broken = [vec![], vec![0; 40], b"not a picture".to_vec(), whole[..40].to_vec(), whole[20..].to_vec()];
    for bytes in broken {
        let mut list = sixteen(false);
        list.incidents[0].photograph = Some(bytes);
        let pdf = open_incidents(&list, &word).unwrap();
        let text = read(&pdf).concat();
        assert!(reading::holds(&text, &word("print-photograph-broken")));
        assert!(reading::holds(&text, &list.incidents[0].name));
        assert!(accessible::conforms(&pdf));
    }
}

#[test]
fn any_damage_to_a_photograph_still_gives_a_page() {
    let whole = photograph(60);
    for n in (2..whole.len()).step_by(97) {
        let mut bytes = whole.clone();
        bytes[n] ^= 0x55;
        for bytes in [bytes, whole[..n].to_vec()] {
            let mut list = many(1);
            list.incidents[0].photograph = Some(bytes);
            assert!(open_incidents(&list, &word).is_ok(), "byte {n}");
        }
    }
}

#[test]
fn the_page_of_figures_says_each_part_table_row_and_point_in_words() {
    let all = read(&figures(&page(3), &word).unwrap()).concat();
    for said in [
        "How well it does",
        "380 incidents, closed 28 Feb 2025",
        "Harm means harm that was recorded.",
        "Overall",
        "Graded High, and harmed",
        "11 % (5.6–20 %)",
        "Missed",
        "NM/26/000002",
        "Estimated 20 in 100: 30 of 120 harmed",
    ] {
        assert!(reading::holds(&all, said), "{said}");
    }
}

#[test]
fn a_page_of_figures_with_nothing_to_show_says_so_and_a_row_that_is_short_costs_itself_alone() {
    let mut none = page(0);
    none.curve.clear();
    assert!(reading::holds(&read(&figures(&none, &word).unwrap()).concat(), &word("print-figures-nothing")));
    let mut short = page(2);
    short.parts[1].tables[0].rows[0].cells.truncate(1);
    assert!(reading::holds(&read(&figures(&short, &word).unwrap()).concat(), "NM/26/000001"));
    let no_part = Figures { parts: Vec::new(), ..page(0) };
    assert_eq!(read(&figures(&no_part, &word).unwrap()).len(), 1);
}

#[test]
fn of_a_long_table_two_hundred_rows_are_printed_and_how_many_are_not() {
    let all = read(&figures(&page(230), &word).unwrap()).concat();
    assert!(reading::holds(&all, "NM/26/000199") && !reading::holds(&all, "NM/26/000200"));
    assert!(reading::holds(&all, &format!("+ 30 {}", word("print-more"))));
}
