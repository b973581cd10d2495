//! Those that need somebody now.

use register::fact::{Attribute, Category, ChangesRisk, Grade, HowKnown, SourceKind, System};
use register::question::{Answer, Question};
use register::role::Role;

use super::hand::{Hand, Report};
use crate::officers::*;
use crate::person::item;
use crate::script::*;

pub(super) fn walker_with_dementia(h: &mut Hand) {
    let seen_at = h.clock(720);
    let references = vec![h.log()];
    let found_before = if h.earlier > 0 {
        "twice, walked towards his old work"
    } else {
        "years ago, walked towards his old work"
    };
    h.report(Report {
        category: Category::Missing,
        delay: 9,
        from: h.informant(SourceKind::Family),
        more: &[
            (Attribute::Mobility, "slow but steady, no stick, will walk for hours"),
            (Attribute::PlacesTheyGo, "old allotment at Brackenford; Mill Lane depot, where he worked; the canal"),
            (Attribute::Carrying, "bus pass in wallet, no phone"),
            (Attribute::Clothing, "no coat, brown cardigan, slippers"),
        ],
        last_seen: seen("Hill Road, Fernbrook", h.at(720), HowKnown::Seen, &format!("daughter from the upstairs window, {seen_at}")),
        circumstances: "Went into the garden after his dinner. Side gate open when daughter came down ten minutes later. \
                        Talks of getting to the depot for the early shift. She walked to the shops and back before ringing.",
        answers: vec![
            answered(Question::WhyWorried, Answer::Yes, "cannot find his way back, cold, no coat"),
            answered(Question::TriedToFind, Answer::Yes, "garden, shops, both neighbours"),
            answered(Question::OutOfCharacter, Answer::No, "goes off when unsettled"),
            answered(Question::MissingBefore, Answer::Yes, found_before),
            answered(Question::Dementia, Answer::Yes, "diagnosed four years ago, worse since summer"),
            answered(Question::CannotAskForHelp, Answer::Yes, "will say that he is fine"),
            answered(Question::SelfHarm, Answer::No, ""),
            answered(Question::HasMeans, Answer::NotKnown, "bus pass may be on the hall table"),
            answered(Question::WeatherExposure, Answer::Yes, "3 °C by midnight, wind"),
        ],
        references,
    });
    h.script.assess(
        h.ago(682),
        SUPERVISOR,
        Grade::Medium,
        &[Question::Dementia, Question::CannotAskForHelp],
        [
            "81, dementia, on foot without a coat, gone under an hour. Usually found within two streets.",
            "Whether he has his bus pass. Which way out of the side gate.",
            "Dark without a sighting, or a missed tablet, and this goes to high.",
        ],
        h.ago(560),
    );
    h.script.note(h.ago(640), INVESTIGATOR, happened(h.at(655)), "House search with daughter: PARTIAL. All rooms and garden shed clear. Garage and loft locked, key with son who is driving over from Wexbury.");
    h.script.reference(h.ago(600), COORDINATOR, System::Rms, "RMS 44/071832");
    let daughter = said(SourceKind::Family, "Freya Test-Larkspur", "daughter", "07700 900145", h.ago(300));
    h.script.answer(
        h.ago(296),
        CALL_HANDLER,
        daughter,
        vec![answered(
            Question::MedicalNeeds,
            Answer::Yes,
            "warfarin due 21:00, not taken; falls are dangerous for him",
        )],
    );
    h.script.assess(
        h.ago(285),
        INSPECTOR,
        Grade::High,
        &[Question::Dementia, Question::MedicalNeeds, Question::WeatherExposure, Question::CannotAskForHelp],
        [
            "3 °C, no coat, dementia, warfarin missed. No sighting since the side gate. Found near water on an earlier walk.",
            "Bus pass. Whether the allotment shed is locked. Whether anybody gave him a lift.",
            "A confirmed sighting in town lowers it. Nothing lowers it while he is out in this cold.",
        ],
        h.ago(60),
    );
    h.script.describe(
        h.ago(262),
        SECOND_INVESTIGATOR,
        said(SourceKind::Witness, "Harri Test-Gentian", "neighbour at number 22", "07700 900218", h.ago(265)),
        vec![item(Attribute::Clothing, "dark overcoat, flat cap")],
    );
    let pnc = h.pnc();
    h.script.reference(h.ago(250), COORDINATOR, System::PncLeds, &pnc);
    let garage = h.script.seek(
        h.ago(240),
        INSPECTOR,
        "Search garage and loft at 14 Hill Road",
        h.ago(40),
        Role::InvestigatingOfficer,
    );
    let cameras = h.script.seek(
        h.ago(238),
        INSPECTOR,
        "View cameras at Canal Bridge from dusk on",
        h.ahead(28),
        Role::InvestigatingOfficer,
    );
    let hospitals =
        h.script.action(h.ago(236), SUPERVISOR, "Call hospitals again", h.ago(120), Role::Coordinator);
    let sighting = format!(
        "Possible sighting: bus driver on the 22 saw a man in slippers by Canal Bridge about {}. Fairly sure, did not stop.",
        h.clock(200)
    );
    h.script.contact(
        h.ago(158),
        CALL_HANDLER,
        ("Padraig Test-Ragwort, bus driver", "07700 900377"),
        &sighting,
        ChangesRisk::Unsure,
    );
    h.script.answer_action(
        h.ago(118),
        COORDINATOR,
        hospitals,
        done("Northmoor General and Alderby Infirmary rung, neither has him. Both have the description."),
    );
    h.script.note(h.ago(84), SECOND_INVESTIGATOR, on_paper(h.ago(170)), "Canal towpath walked from Canal Bridge to Weir Street lock, both banks. Nothing seen. Allotments at Brackenford: 60 % covered, brambles not entered.");
    h.script.assess(
        h.ago(78),
        INSPECTOR,
        Grade::High,
        &[Question::Dementia, Question::MedicalNeeds, Question::WeatherExposure],
        [
            "Bus driver's sighting fits: slippers, canal, walking away from home. Coldest part of the night to come.",
            "Whether the driver saw him before or after the towpath was walked.",
            "A second sighting moves the search; it does not lower the grade.",
        ],
        h.ahead(18),
    );
    let _ = (garage, cameras);
    h.script.note(h.ago(24), INVESTIGATOR, happened(h.at(31)), "Son has the garage key, twenty minutes away. Search adviser asked to look at sectors again in light of the bus driver.");
}

pub(super) fn exploited_in_placement(h: &mut Hand) {
    let references = vec![h.log()];
    h.report(Report {
        category: Category::Missing,
        delay: 6,
        from: h.informant(SourceKind::Partner),
        more: &[
            (Attribute::Clothing, "cream puffer jacket, black leggings, white trainers"),
            (Attribute::Associates, "a man she calls Dre, 30s, silver hatchback"),
            (Attribute::Carrying, "two phones, one of them new this week"),
        ],
        last_seen: seen("Test Home, Quill Street", h.about(385), HowKnown::Seen, "night staff, getting into a silver hatchback"),
        circumstances: "Curfew 21:00. Seen getting into a silver hatchback at the corner, driver not known to staff. Part plate passed to the control room. \
                        Phone rang out twice and is now off.",
        answers: vec![
            answered(Question::WhyWorried, Answer::Yes, "collected by an adult staff do not know"),
            answered(Question::OutOfCharacter, Answer::No, "third late return this month at the last home"),
            answered(Question::MissingBefore, Answer::Yes, "recorded by another force, not on this register"),
            answered(Question::SexualExploitation, Answer::Yes, "social care flag; gifts, new phone, older man"),
            answered(Question::CriminalExploitation, Answer::NotKnown, ""),
            answered(Question::SelfHarm, Answer::No, ""),
            answered(Question::MedicalNeeds, Answer::No, ""),
            answered(Question::VictimOfCrime, Answer::NotKnown, "will not talk about the man"),
        ],
        references,
    });
    h.script.assess(
        h.ago(340),
        INSPECTOR,
        Grade::High,
        &[Question::SexualExploitation],
        [
            "17, looked after, collected by an unknown adult. Social care flag for sexual exploitation is recent and specific.",
            "Who the driver is. Which flat in Old Ropewalk. Whether the second phone is traceable.",
            "Seen and spoken to alone by an officer; nothing less.",
        ],
        h.ago(130),
    );
    let plate = h.script.seek(
        h.ago(330),
        INSPECTOR,
        "Part plate: cameras and keeper check",
        h.ago(200),
        Role::InvestigatingOfficer,
    );
    let flats = h.script.seek(
        h.ago(328),
        INSPECTOR,
        "Visit Old Ropewalk flats, start with the address from the February conference",
        h.ago(180),
        Role::InvestigatingOfficer,
    );
    h.script.answer_action(
        h.ago(214),
        INVESTIGATOR,
        plate,
        done("Seven possible keepers, two in Fernbrook. Stop marker placed on both."),
    );
    h.script.answer_action(h.ago(176), SECOND_INVESTIGATOR, flats, done("Two addresses visited. Nobody at the first, second occupier spoken to, has not seen her since summer."));
    h.script.note(h.ago(150), SAFEGUARDING, Default::default(), "Alderby duty social worker told by phone. They hold a Child Abduction Warning Notice draft naming a man of that first name. Copy requested.");
    h.script.review(
        h.ago(132),
        INSPECTOR,
        "High stands. Vehicle is the best line. Safeguarding told, parents told by social worker.",
        Vec::new(),
        stopped("superseded"),
        h.ahead(25),
    );
    h.script.action(
        h.ago(110),
        INSPECTOR,
        "Phone location on the new number when the home sends it",
        h.ahead(95),
        Role::Coordinator,
    );
    let keepers = h.script.seek(
        h.ago(62),
        INSPECTOR,
        "Both Fernbrook keepers: is the car there, is she",
        h.ahead(30),
        Role::InvestigatingOfficer,
    );
    h.script.answer_action(
        h.ago(20),
        INVESTIGATOR,
        keepers,
        done("No car at the first. Lights on at the second, nobody answers, neighbour has not seen a girl there."),
    );
    h.script.note(h.ago(12), INVESTIGATOR, Default::default(), "Home rang: number of the second phone found on a top-up receipt. Passed to the communications desk, answer expected inside the hour.");
}

pub(super) fn new_risk_information(h: &mut Hand) {
    let references = vec![h.log(), reference_to(System::Rms, "RMS 44/071790")];
    h.report(Report {
        category: Category::Missing,
        delay: 8,
        from: h.informant(SourceKind::Informant),
        more: &[(Attribute::Clothing, "green parka, jeans, brown boots"), (Attribute::Vehicle, "none, uses trains")],
        last_seen: seen("Fernbrook station", h.at(790), HowKnown::Seen, "platform camera, boards nothing, leaves by the footbridge"),
        circumstances: "Did not come back from a late shift. Flatmate has had one text, 'need some air'. Left her keys on the hook.",
        answers: vec![
            answered(Question::WhyWorried, Answer::Yes, "left her keys, not like her"),
            answered(Question::OutOfCharacter, Answer::Yes, ""),
            answered(Question::MissingBefore, Answer::No, ""),
            answered(Question::MedicalNeeds, Answer::NotKnown, "flatmate thinks she takes something"),
            answered(Question::SelfHarm, Answer::No, "never said so"),
            answered(Question::MentalHealth, Answer::Yes, "anxious since the new job"),
        ],
        references,
    });
    h.script.assess(
        h.ago(722),
        SUPERVISOR,
        Grade::Medium,
        &[Question::OutOfCharacter, Question::MentalHealth],
        [
            "24, out of character, one text only. Camera shows her alone and walking normally.",
            "What she takes and when. Where she goes for air. Bank not asked.",
            "Medication she depends on, or anything about self-harm, raises it.",
        ],
        h.ahead(300),
    );
    let surgery = h.script.seek(
        h.ago(700),
        SUPERVISOR,
        "Surgery: medication and last contact, when they open",
        h.ago(60),
        Role::InvestigatingOfficer,
    );
    h.script.note(
        h.ago(520),
        INVESTIGATOR,
        Default::default(),
        "Flatmate let me look round. Bed made, work bag gone, charger gone. Nothing written.",
    );
    h.script.answer_action(
        h.ago(46),
        INVESTIGATOR,
        surgery,
        done("Spoke to the practice. See answer recorded."),
    );
    let surgery = said(SourceKind::Partner, "Dr Emeka Test-Feverfew", "GP", "07700 900531", h.ago(44));
    let detail =
        format!("hydrocortisone every 12 h, next due {}; unwell within a day without it", h.clock(60));
    h.script.answer(
        h.ago(41),
        INVESTIGATOR,
        surgery.clone(),
        vec![answered(Question::MedicalNeeds, Answer::Yes, &detail)],
    );
    h.script.describe(
        h.ago(40),
        INVESTIGATOR,
        surgery,
        vec![item(Attribute::Medication, "hydrocortisone 10 mg every 12 hours")],
    );
    h.script.contact(
        h.ago(15),
        CALL_HANDLER,
        ("Mali Test-Speedwell", "07700 900612"),
        "Flatmate has found the tablet box in the bathroom, this week's still in it.",
        ChangesRisk::Yes,
    );
}

pub(super) fn only_a_description(h: &mut Hand) {
    let references = vec![h.log()];
    h.report(Report {
        category: Category::Missing,
        delay: 3,
        from: source(SourceKind::Witness, "Wei Test-Lovage", "runner, does not know her", "07700 900874", h.reported_at),
        more: &[
            (Attribute::Sex, "female"),
            (Attribute::Age, "20-30"),
            (Attribute::HeightCm, "160-170"),
            (Attribute::Build, "slim"),
            (Attribute::Hair, "dark, long, wet"),
            (Attribute::Clothing, "grey hooded top, no coat, bare feet"),
            (Attribute::EthnicAppearance, "IC9"),
        ],
        last_seen: seen("Canal towpath, by the Weir Street steps", h.at(26), HowKnown::Seen, "runner, spoke to her, she did not answer"),
        circumstances: "Runner passed a young woman sitting at the water's edge, crying. Came back two minutes later with his phone and she had gone. \
                        Trainers left on the steps.",
        answers: vec![
            answered(Question::WhyWorried, Answer::Yes, "by the water, distressed, shoes left behind"),
            answered(Question::TriedToFind, Answer::Yes, "caller looked both ways along the path"),
            answered(Question::SelfHarm, Answer::NotKnown, ""),
            answered(Question::LikelyHurt, Answer::NotKnown, ""),
        ],
        references,
    });
    h.script.note(
        h.ago(11),
        CALL_HANDLER,
        Default::default(),
        "Unit on the way, four minutes out. Caller will stay on the bridge. Asked not to touch the trainers.",
    );
}
