//! Invented people on invented papers.

use documents::{
    CurvePoint, Due, EvidenceEntry, EvidencePack, FigurePart, FigureRow, FigureTable, Figures, GradeMark,
    Measure, OpenIncident, OpenIncidents, Stamp,
};
use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};

pub fn stamp(training: bool) -> Stamp {
    Stamp {
        printed_at: "Thu 12 March 2026, 03:02".into(),
        by: "Insp Test-Marsh, duty inspector, NM 4417".into(),
        force: "Northmoor Police".into(),
        serial: "NM-P-000231".into(),
        marking: "OFFICIAL-SENSITIVE".into(),
        training,
        program: "NRMP 0.1.0".into(),
    }
}

/// The labels as the program gives them.
pub fn word(key: &str) -> String {
    let catalogue = include_str!("../../../../locales/en-GB/print.ftl");
    let line = catalogue.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
    line.unwrap_or(key).to_owned()
}

/// A head before a plain wall: enough to see that a picture is upright and in its place.
pub fn photograph(hue: u8) -> Vec<u8> {
    let (width, height) = (96_u32, 120_u32);
    let mut pixels = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let (dx, dy) = (f64::from(x) - 48.0, f64::from(y));
            let head = dx.powi(2) / 500.0 + (dy - 48.0).powi(2) / 800.0 < 1.0;
            let body = dx.powi(2) / 1600.0 + (dy - 125.0).powi(2) / 1500.0 < 1.0;
            pixels.extend(match (head, body) {
                (true, _) => [222, 184, 160],
                (_, true) => [hue, 70, 110],
                _ => [205, 212, 220],
            });
        }
    }
    let mut jpeg = Vec::new();
    JpegEncoder::new(&mut jpeg).encode(&pixels, width, height, ExtendedColorType::Rgb8).expect("a picture");
    jpeg
}

type Row = (GradeMark, &'static str, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const ROWS: [Row; 16] = [
    (GradeMark::High, "Test-Larkspur, Magnus", "81, male", "12 h 05", "Hill Rd, Fernbrook, in slippers, Wed 15:00", "!Not accepted by night sergeant: phone"),
    (GradeMark::High, "Test-Pennyfeather, Clover", "17, female", "6 h 20", "Test Home, Quill St, left by the window", "!Two grades disagree: decide|Review 04:00"),
    (GradeMark::Medium, "Test-Oakapple, Juniper", "24, female", "13 h 10", "Fernbrook station, platform 2", "!Tablets were due 02:00, not confirmed"),
    (GradeMark::NotAssessed, "Unknown woman, 20–30", "about 25, female", "0 h 18", "Canal towpath", "!No assessment yet (due 03:00)"),
    (GradeMark::Medium, "Test-Thornwick, Basil", "41, male", "9 h 44", "Mill Lane depot", "Review due 03:20"),
    (GradeMark::Medium, "Test-Fairweather, Rowan", "33, other", "1 d 04 h", "Hallow border", "Transfer to HD offered, answer due 03:30"),
    (GradeMark::Medium, "Test-Wintergreen, Hazel", "14, female", "5 h 55", "Test Home, Quill St", "No locating action for 52 min (limit 60)"),
    (GradeMark::Low, "Test-Quickbeam, Edgar", "58, male", "2 d 11 h", "Estuary car park", "Informant promised a call at 03:45"),
    (GradeMark::Low, "Test-Merriweather, Odo", "66, male", "20 h 30", "Market Sq", "Circulation clock 44 h of 48 h"),
    (GradeMark::Medium, "Test-Bramble, Ash", "15, male", "3 h 12", "Bus station", "Review 04:10"),
    (GradeMark::Medium, "Test-Fenwick, Ivy", "72, female", "2 h 40", "Care home", "Review 04:30"),
    (GradeMark::Medium, "Test-Alder, Jude", "19, sex not known", "11 h 01", "University halls", "Review 05:00"),
    (GradeMark::Low, "Test-Rowe, Pip", "16, female", "4 h 25", "Friend’s address", "Review 06:00"),
    (GradeMark::Low, "Test-Hollis-Featherstonehaugh, Maximilian", "38, male", "1 d 02 h", "Left work", "Review 08:00"),
    (GradeMark::Legacy, "Test-Vale, Rena", "29, female", "18 h 12", "Town centre", ""),
    (GradeMark::VeryLow, "Test-Moss, Kit", "45, male", "7 h 10", "Returning by train", "Check 09:00"),
];

const DANGERS: [&[&str]; 5] = [
    &["Dementia", "Cold: 2 °C tonight", "Insulin due 20:00, not taken"],
    &["Said that she wants to die", "Sexual exploitation"],
    &[],
    &["Epilepsy"],
    &["May be violent to officers"],
];

/// Sixteen people on a bad night.
pub fn sixteen(training: bool) -> OpenIncidents {
    let incidents = ROWS.iter().enumerate().map(|(n, (grade, name, who, missing, seen, due))| OpenIncident {
        grade: *grade,
        grade_word: grade_word(*grade).into(),
        reference: format!("NM-2026-{:05}", 312 + n),
        name: (*name).into(),
        who: (*who).into(),
        missing_for: (*missing).into(),
        last_seen: (*seen).into(),
        dangers: DANGERS[n % DANGERS.len()].iter().map(|d| (*d).into()).collect(),
        due: due.split('|').filter(|text| !text.is_empty()).map(due_of).collect(),
        owner: ["Sgt, Central", "DC Test-Rook, Safeguarding", "Sgt, South"][n % 3].into(),
        contact: format!("Test-Informant {}, 07700 900{:03}", n + 1, 100 + n),
        photograph: (n % 4 != 3).then(|| photograph(40 + 12 * n as u8)),
    });
    OpenIncidents { stamp: stamp(training), incidents: incidents.collect() }
}

fn due_of(text: &str) -> Due {
    Due { text: text.trim_start_matches('!').into(), late: text.starts_with('!') }
}

fn grade_word(grade: GradeMark) -> &'static str {
    match grade {
        GradeMark::High => "High",
        GradeMark::Medium => "Medium",
        GradeMark::Low => "Low",
        GradeMark::VeryLow => "Very low",
        GradeMark::NotAssessed => "Not assessed",
        GradeMark::Legacy => "Absent",
    }
}

/// As many incidents as asked for, the sixteen over and over.
pub fn many(n: usize) -> OpenIncidents {
    let list = sixteen(false);
    let incidents = list.incidents.iter().cycle().take(n).cloned().collect();
    OpenIncidents { incidents, ..list }
}

/// The log of one incident with that many entries.
pub fn pack(entries: u64) -> EvidencePack {
    EvidencePack {
        stamp: stamp(false),
        reference: "NM-2026-00312".into(),
        name: "Test-Larkspur, Magnus".into(),
        as_known_at: "Thu 12 March 2026, 02:13".into(),
        summary: [
            ("Status", "Open, missing since Wed 11 March 2026, 15:00"),
            ("Grade", "High, by Sgt Test-Brook, supervisor, 11 March 2026, 15:42"),
            ("Person", "Born 2 April 1944, male, 1.74 m, grey hair, brown cardigan, slippers"),
            ("Accountable", "Northmoor Police"),
            ("Review due", "Thu 12 March 2026, 04:00"),
        ]
        .map(|(label, value)| (label.into(), value.into()))
        .to_vec(),
        photograph: Some(photograph(60)),
        entries: (1..=entries).map(entry).collect(),
        looks: vec![
            ("Insp Test-Marsh, duty inspector".into(), "Thu 12 March 2026, 01:58".into(), "Review".into()),
            ("PC Test-Wren, call handler".into(), "Wed 11 March 2026, 15:20".into(), String::new()),
        ],
        verification: vec![
            (
                "Entries against hash and signature".into(),
                format!("{entries} checked, all as they were written"),
            ),
            ("Chain of laptop NM-L-07".into(), "No gap".into()),
        ],
        log_hash: hex(9_999),
        whole: true,
    }
}

fn entry(number: u64) -> EvidenceEntry {
    let minute = number % 60;
    EvidenceEntry {
        number,
        recorded_at: format!("Wed 11 March 2026, 15:{minute:02}"),
        happened_at: format!("Wed 11 March 2026, 15:{:02}", minute.saturating_sub(3)),
        by: "PC Test-Wren, call handler, Northmoor Police".into(),
        source: "Test-Larkspur, Maud (wife), by telephone 07700 900123".into(),
        text: match number % 3 {
            _ if number == 6 => vec!["What it said is lost.".into()],
            0 => vec!["Note: Neighbour saw him walking towards the canal, without a coat.".into()],
            1 => vec![
                "Reported missing: last seen at home, Hill Rd, Fernbrook.".into(),
                "Medical needs: yes – insulin, due at 20:00.".into(),
            ],
            _ => vec![
                "Grade: High. Dementia, cold night, insulin not taken. Search of the house and of the canal path \
                 asked for; helicopter asked for and not available before 16:30; his daughter has been told."
                    .into(),
            ],
        },
        notes: if number % 5 == 2 { vec!["from paper".into(), "late by 3 h".into()] } else { vec![] },
        entry_id: format!("019ce1a2-7b30-7cc1-9d0e-{number:012x}"),
        hash: hex(number),
        signed_by: "PC Test-Wren, laptop NM-L-07".into(),
        verified: number != 4,
        readable: number != 6,
    }
}

fn hex(n: u64) -> String {
    format!("{:016x}", n.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15)).repeat(4)
}

/// A page of figures with so many cases that were missed.
pub fn page(missed: usize) -> Figures {
    let measure = |value| Measure { value, low: value * 0.5, high: (value * 1.5).min(1.0) };
    let row = |nth: usize| FigureRow {
        cells: vec![format!("NM/26/{nth:06}"), "24 Nov 2026".into(), "Medium".into()],
        measured: None,
    };
    let table = |title: &str, plotted: &str, rows| FigureTable {
        title: title.into(),
        about: "Of incidents that have ended.".into(),
        columns: vec!["Measure".into(), "Officers".into(), "Suggestion".into()],
        plotted: plotted.into(),
        rows,
    };
    let plotted = FigureRow {
        cells: vec!["Of those High, harmed".into(), "11 % (5.6–20 %)".into(), "4.5 %".into()],
        measured: Some(measure(0.11)),
    };
    let parts = vec![
        FigurePart {
            name: "Overall".into(),
            tables: vec![table("Graded High, and harmed", "0 to 100 %", vec![plotted])],
            curve: true,
        },
        FigurePart {
            name: "Missed".into(),
            tables: vec![table("Harmed, and not graded High", "", (0..missed).map(row).collect())],
            curve: false,
        },
    ];
    let point = |nth: u32| CurvePoint {
        estimate: 0.02 * f64::from(nth),
        observed: measure(0.025 * f64::from(nth)),
        line: format!("Estimated {} in 100: {} of 120 harmed", 2 * nth, 3 * nth),
    };
    Figures {
        stamp: stamp(false),
        line: "380 incidents, closed 28 Feb 2025 to 30 Nov 2026. Harm was recorded in 19.".into(),
        limits: vec!["Harm means harm that was recorded.".into()],
        parts,
        curve: (1..=10).map(point).collect(),
    }
}
