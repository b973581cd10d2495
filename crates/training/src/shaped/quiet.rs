//! Those on track, and the one whose circulation clock runs.

use register::command::Act;
use register::fact::{Attribute, Category, ChangesRisk, Grade, HowKnown, SourceKind};
use register::question::{Answer, Question};
use register::role::Role;

use super::hand::{Hand, Report};
use crate::officers::*;
use crate::script::*;

pub(super) fn away_from_placement(h: &mut Hand) {
    let references = vec![h.log()];
    h.report(Report {
        category: Category::AwayFromPlacement,
        delay: 7,
        from: h.informant(SourceKind::Family),
        more: &[(Attribute::Clothing, "denim jacket, long skirt, trainers"), (Attribute::Associates, "Wren, school friend, Larch Close")],
        last_seen: seen("Friend's address, Larch Close, Hallow", h.at(275), HowKnown::HeardFrom, "friend's mother by phone, she is there and will not come home tonight"),
        circumstances: "Agreed time 20:00. At Wren's, whose mother has her and is content for her to stay. Carer has not agreed to an overnight stay and cannot reach social work.",
        answers: vec![
            answered(Question::WhyWorried, Answer::Yes, "stay not agreed by the council"),
            answered(Question::MissingBefore, Answer::No, ""),
            answered(Question::OutOfCharacter, Answer::Yes, "usually keeps to time"),
            answered(Question::SexualExploitation, Answer::No, ""),
            answered(Question::SelfHarm, Answer::No, ""),
            answered(Question::KnownPlace, Answer::Yes, "Wren's, Larch Close"),
        ],
        references,
    });
    h.script.assess(
        h.ago(220),
        SUPERVISOR,
        Grade::Low,
        &[Question::KnownPlace],
        [
            "16, whereabouts known and confirmed by an adult at the address. No sign of distress.",
            "Whether the council will agree the stay.",
            "Leaving the address, or the friend's mother unsure of her, raises it.",
        ],
        h.ahead(540),
    );
    h.script.note(
        h.ago(160),
        CALL_HANDLER,
        Act::default(),
        "Friend's mother rung again on 07700 900319. Both girls asleep. Will ring us if anything changes.",
    );
    h.script.action(
        h.ago(155),
        SUPERVISOR,
        "Quillshire out-of-hours team to confirm the stay in writing",
        h.ahead(200),
        Role::SafeguardingReviewer,
    );
}

pub(super) fn low_on_track(h: &mut Hand) {
    let references = vec![h.log()];
    h.report(Report {
        category: Category::Missing,
        delay: 9,
        from: h.informant(SourceKind::Informant),
        more: &[(Attribute::Clothing, "dark suit, no tie, black rucksack"), (Attribute::Vehicle, "none")],
        last_seen: seen("Left work, Quillbridge retail park", h.about(1570), HowKnown::Seen, "colleague, walking to the bus"),
        circumstances: "Handed in his lanyard at the end of the day and did not come in this morning. Employer sent somebody round, flat tidy, bills paid, plants watered.",
        answers: vec![
            answered(Question::WhyWorried, Answer::Yes, "six years, never late"),
            answered(Question::OutOfCharacter, Answer::Yes, ""),
            answered(Question::MissingBefore, Answer::No, ""),
            answered(Question::SelfHarm, Answer::No, "brother says no, he has talked of travelling"),
            answered(Question::HasMeans, Answer::Yes, "savings, passport"),
            answered(Question::TravelledAbroad, Answer::NotKnown, ""),
        ],
        references,
    });
    h.script.assess(
        h.ago(1500),
        INVESTIGATOR,
        Grade::Low,
        &[Question::HasMeans],
        [
            "38, appears to have planned to leave: lanyard handed in, bills paid, passport not in the drawer.",
            "Where to. Brother is asking their mother, who is hard to reach.",
            "Anything that does not fit a planned departure.",
        ],
        h.ahead(290),
    );
    let bank = h.script.action(
        h.ago(1490),
        INVESTIGATOR,
        "Bank: card use since yesterday",
        h.ago(300),
        Role::InvestigatingOfficer,
    );
    h.script.answer_action(h.ago(420), INVESTIGATOR, bank, done("Used for a ferry ticket and a sandwich at the terminal. Ferry company asked for the passenger list."));
    h.script.contact(
        h.ago(240),
        CALL_HANDLER,
        ("Brother, Gethin Test-Hollis", "07700 900265"),
        "Brother rang: mother had a postcard in the post this week about 'a long walk in Spain'.",
        ChangesRisk::No,
    );
    h.script.action(
        h.ago(232),
        INVESTIGATOR,
        "Ferry company to confirm that he boarded",
        h.ahead(320),
        Role::InvestigatingOfficer,
    );
}

pub(super) fn very_low_on_track(h: &mut Hand) {
    let references = vec![h.log()];
    h.report(Report {
        category: Category::Missing,
        delay: 8,
        from: h.informant(SourceKind::Family),
        more: &[(Attribute::Clothing, "black coat, grey scarf")],
        last_seen: seen("Northmoor coach station", h.about(450), HowKnown::HeardFrom, "text to brother, 'missed it, getting the train'"),
        circumstances: "Missed the last coach, texted that he would come by train, then phone off. Brother thinks a flat battery. Trains disrupted all evening.",
        answers: vec![
            answered(Question::WhyWorried, Answer::Yes, "should be home by now"),
            answered(Question::TriedToFind, Answer::Yes, "met two trains"),
            answered(Question::OutOfCharacter, Answer::No, ""),
            answered(Question::SelfHarm, Answer::No, ""),
            answered(Question::MedicalNeeds, Answer::No, ""),
            answered(Question::MissingBefore, Answer::No, ""),
        ],
        references,
    });
    h.script.assess(
        h.ago(395),
        SUPERVISOR,
        Grade::VeryLow,
        &[],
        [
            "45, delayed by cancelled trains, phone most likely flat. Nothing to suggest harm.",
            "Which train he is on, if any.",
            "Not home after the first train of the morning: grade again then.",
        ],
        h.ahead(360),
    );
    h.script.note(h.ago(392), CALL_HANDLER, Act::default(), "Brother content to wait for the morning and will ring either way. Told to ring at once if anything worries him.");
}

pub(super) fn not_circulated(h: &mut Hand) {
    let references = vec![h.log()];
    h.report(Report {
        category: Category::Missing,
        delay: 95,
        from: h.informant(SourceKind::Family),
        more: &[(Attribute::Clothing, "long black coat, green scarf, ankle boots"), (Attribute::Nationality, "British")],
        last_seen: seen("Alderby town centre", h.at(2845), HowKnown::Seen, "mother, leaving the café on Market Square"),
        circumstances: "Moved back in with her mother last month after a separation. Went to meet somebody and did not say whom. One text the first night, 'safe, need time'. Nothing since.",
        answers: vec![
            answered(Question::WhyWorried, Answer::Yes, "two nights now, and the ex-partner has been at the door"),
            answered(Question::OutOfCharacter, Answer::Yes, ""),
            answered(Question::MissingBefore, Answer::No, ""),
            answered(Question::DomesticAbuse, Answer::Yes, "earlier reports against the ex-partner"),
            answered(Question::SelfHarm, Answer::No, ""),
            answered(Question::HasMeans, Answer::Yes, "bank card, some cash"),
        ],
        references,
    });
    h.script.assess(
        h.ago(2700),
        SUPERVISOR,
        Grade::Medium,
        &[Question::DomesticAbuse],
        [
            "29, recent separation with a history of abuse. One text from her own phone on the first night.",
            "Who she met. Whether the text was hers.",
            "Proof of life lowers it. The ex-partner unaccounted for raises it.",
        ],
        h.ago(1350),
    );
    let partner = h.script.action(
        h.ago(2690),
        SUPERVISOR,
        "Account for the ex-partner's movements",
        h.ago(1400),
        Role::InvestigatingOfficer,
    );
    h.script.note(h.ago(2200), INVESTIGATOR, on_paper(h.ago(2420)), "Café staff: she sat with a woman about her own age for half an hour, they left together laughing. No camera.");
    h.script.answer_action(
        h.ago(1420),
        INVESTIGATOR,
        partner,
        done("At work both days, confirmed by manager and till records. Not told why we asked."),
    );
    h.script.review(
        h.ago(1360),
        SUPERVISOR,
        "Medium stands. Ex-partner accounted for. Friend from college now the best line.",
        Vec::new(),
        stopped("superseded"),
        h.ago(60),
    );
    h.script.note(h.ago(700), SECOND_INVESTIGATOR, happened(h.at(790)), "Friend's address in Wexbury: neighbour says two women there at the weekend, cannot describe them. Card left, WX to call again.");
    h.script.review(
        h.ago(130),
        SUPERVISOR,
        "Medium stands. Not yet on PNC: circulate before the 48 hours are up.",
        Vec::new(),
        stopped("superseded"),
        h.ahead(700),
    );
    h.script.action(
        h.ago(128),
        SUPERVISOR,
        "WX to knock again at the Wexbury address",
        h.ahead(260),
        Role::Coordinator,
    );
}
