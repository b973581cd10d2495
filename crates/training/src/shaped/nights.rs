//! Those that fall due within the hour, and one that waits for a decision of another kind.

use register::command::Act;
use register::fact::{Attribute, Category, ChangesRisk, Condition, FoundBy, Grade, HowKnown, SourceKind};
use register::question::{Answer, Question};
use register::role::Role;

use super::hand::{Hand, Report};
use crate::officers::*;
use crate::person::item;
use crate::script::*;

pub(super) fn category_undecided(h: &mut Hand) {
    let references = vec![h.log()];
    h.report(Report {
        category: Category::Undecided,
        delay: 4,
        from: h.informant(SourceKind::Partner),
        more: &[(Attribute::Clothing, "lilac cardigan, navy skirt, outdoor shoes"), (Attribute::Mobility, "walks well, tires after a mile")],
        last_seen: seen("Test Court care home, day room", h.about(95), HowKnown::Seen, "activities lead"),
        circumstances: "Not at tea. Signed out by a visitor whose name staff cannot read. May simply be at her niece's, who is not answering.",
        answers: vec![
            answered(Question::WhyWorried, Answer::Yes, "nobody is sure who took her"),
            answered(Question::MissingBefore, Answer::No, ""),
            answered(Question::Dementia, Answer::No, "sharp"),
            answered(Question::MedicalNeeds, Answer::No, "nothing till bedtime"),
            answered(Question::SelfHarm, Answer::No, ""),
            answered(Question::KnownPlace, Answer::Yes, "niece in Wexbury"),
        ],
        references,
    });
    h.script.assess(
        h.ago(9),
        SUPERVISOR,
        Grade::Medium,
        &[Question::KnownPlace],
        [
            "72, able, most likely out with family. Visitor's name in the book cannot be read.",
            "Who signed the book. Whether the niece has her.",
            "Niece answers and has her, or says that she has not.",
        ],
        h.ahead(600),
    );
    h.script.note(
        h.ago(5),
        CALL_HANDLER,
        Act::default(),
        "Niece's phone goes to voicemail, message left. WX asked to knock at her door.",
    );
}

pub(super) fn concern_for_safety(h: &mut Hand) {
    let references = vec![h.log()];
    h.report(Report {
        category: Category::ConcernForSafety,
        delay: 9,
        from: h.informant(SourceKind::Partner),
        more: &[(Attribute::Clothing, "not known, wardrobe being checked"), (Attribute::Language, "English, Polish")],
        last_seen: seen("Beacon Hall, Northmoor", h.about(660), HowKnown::HeardFrom, "through the door, would not open it"),
        circumstances: "Answered through the door earlier and asked to be left alone. Friends at home say the messages have been dark this week. \
                        In the room as far as anybody knows; key card not used since.",
        answers: vec![
            answered(Question::WhyWorried, Answer::Yes, "messages to friends, exams failed"),
            answered(Question::SelfHarm, Answer::NotKnown, "friend to send the messages"),
            answered(Question::MentalHealth, Answer::Yes, "on the university's list for counselling"),
            answered(Question::MissingBefore, Answer::No, ""),
            answered(Question::MedicalNeeds, Answer::No, ""),
        ],
        references,
    });
    h.script.assess(
        h.ago(600),
        SUPERVISOR,
        Grade::Medium,
        &[Question::MentalHealth],
        [
            "19, low, alone in a room, answering through the door. Warden can enter if need be.",
            "What the messages say. Whether the room is still occupied.",
            "The messages, or no answer at the door.",
        ],
        h.ahead(230),
    );
    h.script.note(h.ago(430), INVESTIGATOR, Act::default(), "Attended with the warden. Spoke through the door for ten minutes, then face to face on the stairs. Tired, tearful, made a call to parents while I was there.");
    h.script.action(
        h.ago(420),
        SUPERVISOR,
        "Crisis team to call back with an appointment",
        h.ahead(180),
        Role::Coordinator,
    );
    h.script.contact(
        h.ago(210),
        CALL_HANDLER,
        ("Tegan Test-Burnet, friend", "07700 900498"),
        "Friend says Jude has rung her and is eating. Thinks parents are driving up.",
        ChangesRisk::No,
    );
}

pub(super) fn clothing_contradicted(h: &mut Hand) {
    let references = vec![h.log()];
    h.report(Report {
        category: Category::Missing,
        delay: 6,
        from: h.informant(SourceKind::Family),
        more: &[(Attribute::Clothing, "tan raincoat, brown hat"), (Attribute::Carrying, "shopping bag, wallet")],
        last_seen: seen("Market Square", h.at(1230), HowKnown::Seen, "wife, by the fruit stall"),
        circumstances: "Went to find the chemist while wife queued. Never came back to the stall. She waited two hours, then took the bus home in case.",
        answers: vec![
            answered(Question::WhyWorried, Answer::Yes, "has never done such a thing"),
            answered(Question::OutOfCharacter, Answer::Yes, ""),
            answered(Question::MissingBefore, Answer::No, ""),
            answered(Question::Dementia, Answer::NotKnown, "wife has wondered; no appointment made"),
            answered(Question::SelfHarm, Answer::No, ""),
            answered(Question::MedicalNeeds, Answer::No, "water tablets only"),
        ],
        references,
    });
    h.script.assess(
        h.ago(1180),
        SUPERVISOR,
        Grade::Medium,
        &[Question::OutOfCharacter],
        [
            "66, lost from a busy square in daylight, out of character. Possible early memory loss.",
            "Whether he reached the chemist. Which coat he had on.",
            "A night without a sighting raises it if memory loss is confirmed.",
        ],
        h.ago(100),
    );
    let seller = said(SourceKind::Witness, "Olwen Test-Damson", "fruit seller", "07700 900706", h.ago(1020));
    h.script.describe(
        h.ago(1015),
        INVESTIGATOR,
        seller,
        vec![item(Attribute::Clothing, "green quilted jacket, no hat")],
    );
    let chemist = h.script.seek(
        h.ago(1000),
        SUPERVISOR,
        "Chemist's camera and counter staff",
        h.ago(500),
        Role::InvestigatingOfficer,
    );
    h.script.answer_action(h.ago(520), INVESTIGATOR, chemist, done("On camera at the counter, pays cash, leaves by the back door to the bus stands. Coat too dark to tell."));
    h.script.note(h.ago(330), SECOND_INVESTIGATOR, Act::default(), "Drivers of the two services from that stand asked at change of shift. One remembers an older man to Thornley, not sure of the day.");
    h.script.review(
        h.ago(104),
        SUPERVISOR,
        "Medium stands. Which coat matters: wife to look what is left on the hook.",
        Vec::new(),
        stopped("superseded"),
        h.ahead(52),
    );
}

pub(super) fn repeat_child(h: &mut Hand) {
    let references = vec![h.log()];
    let before = if h.earlier > 0 {
        "four times in eight weeks from this home"
    } else {
        "from her last home, not on this register"
    };
    h.report(Report {
        category: Category::Missing,
        delay: 5,
        from: h.informant(SourceKind::Partner),
        more: &[(Attribute::Clothing, "school blazer, black trousers, red scarf"), (Attribute::PlacesTheyGo, "Hallow station; Skye's, Larch Close")],
        last_seen: seen("Test Home, Quill Street", h.about(420), HowKnown::Seen, "keyworker, at the front door"),
        circumstances: "Said she was going to the shop. Took a bag that staff had not seen before. Skye, another resident, will not say where.",
        answers: vec![
            answered(Question::WhyWorried, Answer::Yes, "found with cash and a second phone last time"),
            answered(Question::MissingBefore, Answer::Yes, before),
            answered(Question::OutOfCharacter, Answer::No, ""),
            answered(Question::CriminalExploitation, Answer::Yes, "cash, phone, train tickets; referral made last month"),
            answered(Question::SexualExploitation, Answer::NotKnown, ""),
            answered(Question::SelfHarm, Answer::No, ""),
            answered(Question::MedicalNeeds, Answer::No, ""),
            answered(Question::HasMeans, Answer::Yes, "has bought train tickets before"),
        ],
        references,
    });
    h.script.assess(
        h.ago(310),
        SUPERVISOR,
        Grade::Medium,
        &[Question::CriminalExploitation, Question::MissingBefore],
        [
            "14, looked after, pattern of leaving by train with a bag. Referral for criminal exploitation open.",
            "What is in the bag. Who buys the tickets.",
            "Leaving the force area, or a name for who she meets, raises it.",
        ],
        h.ahead(410),
    );
    let station = h.script.seek(
        h.ago(300),
        SUPERVISOR,
        "Station staff and transport police: Hallow line since tea",
        h.ago(120),
        Role::InvestigatingOfficer,
    );
    h.script.answer_action(
        h.ago(126),
        INVESTIGATOR,
        station,
        done("Two stations covered, not seen. Transport police have her picture."),
    );
    let paper = on_paper(h.ago(205));
    h.script.note(h.ago(98), SECOND_INVESTIGATOR, paper, "Spoke to Skye with staff present. Says Hazel 'has to drop something off' and will be back late. Tablet had no signal, written up on return.");
    h.script.action(
        h.ago(96),
        SUPERVISOR,
        "Social worker on call at Alderby Council to ring back",
        h.ahead(20),
        Role::SafeguardingReviewer,
    );
    let barrier = h.script.seek(
        h.ago(94),
        SUPERVISOR,
        "Barrier cameras at Hallow for the last two trains",
        h.ahead(60),
        Role::InvestigatingOfficer,
    );
    h.script.note(h.ago(70), SAFEGUARDING, Act::default(), "Strategy meeting notes of last month read. Same bag described there. Coordinator told, pattern to be looked at in the morning.");
    h.script.answer_action(
        h.ago(22),
        INVESTIGATOR,
        barrier,
        done("Looked at both. Nobody like her through the barrier; the back gate has no camera."),
    );
}

pub(super) fn located_not_closed(h: &mut Hand) {
    let references = vec![h.log()];
    h.report(Report {
        category: Category::Missing,
        delay: 5,
        from: h.informant(SourceKind::Family),
        more: &[(Attribute::Clothing, "football shirt, black joggers")],
        last_seen: seen("Alderby bus station", h.at(330), HowKnown::Seen, "friend, waiting for the 14"),
        circumstances: "Row over a broken phone. Left for football and did not arrive. Mother has been to the ground and the bus station.",
        answers: vec![
            answered(Question::WhyWorried, Answer::Yes, "no phone, dark"),
            answered(Question::OutOfCharacter, Answer::Yes, ""),
            answered(Question::MissingBefore, Answer::No, ""),
            answered(Question::SelfHarm, Answer::No, ""),
            answered(Question::SexualExploitation, Answer::No, ""),
        ],
        references,
    });
    h.script.assess(
        h.ago(262),
        SUPERVISOR,
        Grade::Medium,
        &[Question::OutOfCharacter],
        [
            "15, no phone, out of character after a row. Friend saw him calm at the bus station.",
            "Which bus. Whether his cousin in Hallow has been asked.",
            "Still out at midnight raises it.",
        ],
        h.ahead(45),
    );
    let cousin = h.script.action(
        h.ago(258),
        SUPERVISOR,
        "Visit the cousin in Hallow",
        h.ago(90),
        Role::InvestigatingOfficer,
    );
    h.script.answer_action(h.ago(58), INVESTIGATOR, cousin, done("He is there. See located."));
    h.script.located(
        h.ago(50),
        INVESTIGATOR,
        "PC Dele Test-Sorrel",
        h.ago(61),
        "Cousin's address, Moor View, Hallow",
        "Gave name and date of birth; cousin's mother present; matches photograph",
        FoundBy::Police,
        Condition::Unharmed,
    );
    h.script.note(h.ago(44), INVESTIGATOR, Act::default(), "Mother on her way. Prevention interview to be done at home, then close. He would like to know about the phone.");
}
