//! Those on which something is overdue, or two systems disagree.

use register::fact::{Attribute, Category, ChangesRisk, Grade, HowKnown, SourceKind, System};
use register::question::{Answer, Question};
use register::role::Role;

use super::hand::{Hand, Report};
use crate::officers::*;
use crate::script::*;

pub(super) fn review_overdue(h: &mut Hand) {
    let references = vec![h.log()];
    h.report(Report {
        category: Category::Missing,
        delay: 7,
        from: h.informant(SourceKind::Family),
        more: &[(Attribute::Clothing, "hi-vis jacket, work trousers, steel toe boots"), (Attribute::Vehicle, "white van, left at the depot")],
        last_seen: seen("Mill Lane depot", h.at(584), HowKnown::Seen, "gate camera, on foot"),
        circumstances: "Told at the end of shift that he was being let go. Left the van and walked out of the gate. Wife rang at once when he did not answer.",
        answers: vec![
            answered(Question::WhyWorried, Answer::Yes, "took the news badly, phone off"),
            answered(Question::OutOfCharacter, Answer::Yes, ""),
            answered(Question::MissingBefore, Answer::No, ""),
            answered(Question::SelfHarm, Answer::NotKnown, "wife would rather not say on the phone"),
            answered(Question::AlcoholOrDrugs, Answer::Yes, "stopped drinking in spring"),
            answered(Question::HasMeans, Answer::Yes, "about £60 and a bank card"),
        ],
        references,
    });
    h.script.assess(
        h.ago(530),
        SUPERVISOR,
        Grade::Medium,
        &[Question::OutOfCharacter, Question::AlcoholOrDrugs],
        [
            "41, upset, on foot from the depot. Phone off straight after. Wife frightened but composed.",
            "What she would not say on the phone. Whether he has been drinking.",
            "Any word about harming himself raises it at once.",
        ],
        h.ago(35),
    );
    let pubs = h.script.seek(
        h.ago(520),
        SUPERVISOR,
        "Ask round the pubs on Foundry Street and Quill Street",
        h.ahead(140),
        Role::InvestigatingOfficer,
    );
    h.script.note(h.ago(410), INVESTIGATOR, Default::default(), "Home visit. Wife says he talked about 'not being a burden' in March, not since. She is ringing his brother.");
    h.script.answer_action(
        h.ago(190),
        SECOND_INVESTIGATOR,
        pubs,
        done("Six asked. One barman thinks he was in early on, one pint, left alone."),
    );
    h.script.note(
        h.ago(188),
        SECOND_INVESTIGATOR,
        Default::default(),
        "Barman's account fits the time. Nothing on camera, it faces the till.",
    );
}

pub(super) fn action_overdue(h: &mut Hand) {
    let references = vec![h.log(), reference_to(System::Rms, "RMS 44/071655")];
    h.report(Report {
        category: Category::Missing,
        delay: 10,
        from: h.informant(SourceKind::Family),
        more: &[(Attribute::Clothing, "blue cagoule, walking boots, small rucksack"), (Attribute::Vehicle, "grey estate, parked at home")],
        last_seen: seen("Thornley Moss lay-by, Hallow border", h.about(1690), HowKnown::HeardFrom, "message to sister with a picture of the lay-by"),
        circumstances: "Walking alone over Thornley Moss, one night out planned. Sent a picture from the lay-by and nothing since. Due at work this morning.",
        answers: vec![
            answered(Question::WhyWorried, Answer::Yes, "always rings when he is down"),
            answered(Question::OutOfCharacter, Answer::Yes, ""),
            answered(Question::MissingBefore, Answer::No, ""),
            answered(Question::MedicalNeeds, Answer::No, ""),
            answered(Question::WeatherExposure, Answer::Yes, "frost on the tops"),
            answered(Question::SelfHarm, Answer::No, ""),
            answered(Question::KnownPlace, Answer::Yes, "wild camps by the upper reservoir"),
        ],
        references,
    });
    h.script.assess(
        h.ago(1600),
        SUPERVISOR,
        Grade::Medium,
        &[Question::WeatherExposure, Question::OutOfCharacter],
        [
            "33, fit and experienced, equipped for one night. Overdue by half a day.",
            "His route down. Whether he has a stove and a dry bag.",
            "A second night out in frost raises it.",
        ],
        h.ago(900),
    );
    let pnc = h.pnc();
    h.script.reference(h.ago(1300), COORDINATOR, System::PncLeds, &pnc);
    let rescue = h.script.seek(
        h.ago(1290),
        SUPERVISOR,
        "Ask mountain rescue what they need from us",
        h.ago(1100),
        Role::SearchAdviser,
    );
    h.script.answer_action(
        h.ago(1120),
        COORDINATOR,
        rescue,
        done("Team on standby, want the picture with its time and the colour of the tent."),
    );
    h.script.review(
        h.ago(905),
        SUPERVISOR,
        "Medium stands until dark. Rescue team searching the upper path.",
        Vec::new(),
        stopped("superseded"),
        h.ahead(310),
    );
    h.script.note(h.ago(300), INVESTIGATOR, on_paper(h.ago(560)), "With the rescue team at the lay-by. Car park empty. Upper path walked to the reservoir, no tent. Radio did not work, entered on return.");
    h.script.action(
        h.ago(290),
        SUPERVISOR,
        "Ask HD for their log of calls from the moor last night",
        h.ago(55),
        Role::Coordinator,
    );
    h.script.contact(
        h.ago(130),
        CALL_HANDLER,
        ("Niamh Test-Fairweather", "07700 900233"),
        "Sister rang for news. Will send the picture again, the first copy was cropped.",
        ChangesRisk::No,
    );
}

pub(super) fn dispatch_log_closed(h: &mut Hand) {
    let log = h.log();
    h.report(Report {
        category: Category::Missing,
        delay: 12,
        from: h.informant(SourceKind::Informant),
        more: &[(Attribute::Clothing, "navy fisherman's jumper, waxed jacket"), (Attribute::Vehicle, "old red pick-up, at Estuary car park")],
        last_seen: seen("Estuary car park", h.about(3555), HowKnown::Assumed, "neighbour, because the pick-up is there"),
        circumstances: "Curtains not opened for two days. Pick-up at Estuary car park, locked, flask on the seat. Lives alone, keeps to himself, goes off to the boat for days.",
        answers: vec![
            answered(Question::WhyWorried, Answer::Yes, "curtains"),
            answered(Question::OutOfCharacter, Answer::No, "goes to the boat"),
            answered(Question::MissingBefore, Answer::No, ""),
            answered(Question::SelfHarm, Answer::No, ""),
            answered(Question::KnownPlace, Answer::Yes, "boat at Pendle Quay"),
        ],
        references: vec![log.clone()],
    });
    h.script.assess(
        h.ago(3455),
        INVESTIGATOR,
        Grade::Low,
        &[Question::KnownPlace],
        [
            "58, habit of going to the boat for days without telling anybody. Nothing out of place at home.",
            "Whether the boat is on its mooring. Last time anybody spoke to him.",
            "Boat on its mooring and no sign of him raises it.",
        ],
        h.ago(400),
    );
    let harbour = h.script.seek(
        h.ago(3400),
        INVESTIGATOR,
        "Harbour office: is the boat on its mooring",
        h.ago(2900),
        Role::InvestigatingOfficer,
    );
    h.script.answer_action(
        h.ago(2950),
        INVESTIGATOR,
        harbour,
        done("Mooring empty. Harbour office saw it leave on the ebb, one person aboard."),
    );
    let pnc = h.pnc();
    h.script.reference(h.ago(1400), COORDINATOR, System::PncLeds, &pnc);
    h.script.review(
        h.ago(420),
        SUPERVISOR,
        "Low stands: boat is out, weather fair. Coastguard have the name of the boat.",
        Vec::new(),
        stopped("superseded"),
        h.ahead(1500),
    );
    h.script.reference_closed(h.ago(52), COORDINATOR, log.system, &log.reference);
    h.script.note(h.ago(50), COORDINATOR, Default::default(), "Log shows closed by the control room: 'coastguard dealing'. Nobody has seen him. Rung to ask who closed it.");
}
