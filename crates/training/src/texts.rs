//! What tired officers write. `{}`-words in braces are put in by [`fill`].

use register::fact::{ExceptionKind, FoundBy, HarmKind};

/// Put a person's words into a sentence.
pub(crate) fn fill(text: &str, words: &[(&str, &str)]) -> String {
    let mut filled = text.to_owned();
    for (name, word) in words {
        if filled.contains(name) {
            filled = filled.replace(name, word);
        }
    }
    filled
}

/// A capital at the beginning of each sentence.
pub(crate) fn sentences(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut begins = true;
    let mut before = ' ';
    for letter in text.chars() {
        begins |= before == '.' && letter == ' ';
        if begins && letter.is_alphabetic() {
            out.extend(letter.to_uppercase());
        } else {
            out.push(letter);
        }
        begins &= letter == ' ';
        before = letter;
    }
    out
}

/// Whether a closing summary agrees with how the person was found.
pub(crate) fn fits(summary: &str, found_by: FoundBy) -> bool {
    let only = |word, by| !summary.contains(word) || found_by == by;
    only("{goes}", FoundBy::Family)
        && only("Returned", FoundBy::ReturnedThemselves)
        && only("own bed", FoundBy::ReturnedThemselves)
        && only("ward staff", FoundBy::Partner)
}

pub(crate) const CHILD_AT_HOME: [&str; 8] = [
    "Row with {rel} over phone and bedtime. Walked out the back, no bag. {friend} says not with them.",
    "Told {rel} {they} was going to {friend}'s, never arrived. Phone rings out.",
    "Argument about school this morning. Did not come home after last lesson. Uniform, no coat.",
    "Left after being grounded. Has done this before and come back by midnight, not tonight.",
    "{rel} woke to an empty bed. Window open, phone charger gone, {friend} also out.",
    "Went to the shop with a tenner and did not come back. {rel} has driven round twice.",
    "Tension at home since {rel}'s partner moved in. Messaged a friend 'not coming back'. Phone now off.",
    "Dropped at college, marked absent from first lesson. {rel} only told at teatime.",
];
pub(crate) const CHILD_PLACED: [&str; 7] = [
    "Curfew 21:00, not back. Staff tried phone four times. Left with {friend}, another resident.",
    "Signed out for the shop, did not return. Staff checked {goes}. No reply to texts.",
    "Upset after a contact visit was cancelled. Walked off from staff car at the lights.",
    "Not in room at the 23:00 check. Fire door alarm at 22:40. Staff searched grounds.",
    "Refused to get in the taxi from school. Last heard saying {they} would go to {goes}.",
    "Collected by a silver car staff did not know. Part plate only, passed on separately.",
    "New to placement, second week. Wants to be back near {friend}. Staff think the train.",
];
pub(crate) const ADULT_LOW_MOOD: [&str; 7] = [
    "{rel} found a note on the kitchen table. Car still on drive. Phone left behind.",
    "Low since Sunday, not sleeping. Went for a walk, should have been back in an hour.",
    "Did not attend appointment with community team. Flat locked, curtains drawn, no answer.",
    "Walked off the ward while staff were busy with another patient. Slippers and a dressing gown.",
    "Texted {rel} 'sorry for everything'. Phone off since. Not like {them}.",
    "Recently stopped medication. Neighbour heard the door go very early. {rel} very worried.",
    "Discharged yesterday, not at home when {rel} called round. Bed not slept in.",
];
pub(crate) const ADULT_RELATIONSHIP: [&str; 5] = [
    "Split up with partner at the weekend. Left with a rucksack, no word since. Bank card used once.",
    "Argument with {rel} last night. Took the car keys, then left the car at {goes}.",
    "Moved out after a row, staying with friends in turn. None has seen {them} for two days.",
    "Left {rel}'s after words about money and drinking. Phone goes to voicemail.",
    "Told work {they} needed a few days. Partner says they have separated, no forwarding address.",
];
pub(crate) const ADULT_DEMENTIA: [&str; 4] = [
    "Front door open, coat on the hook. {rel} only upstairs ten minutes. Talks of going to work.",
    "Left day centre before the minibus came. Has walked to the old house before.",
    "Out for the paper as every day, not back after two hours. Gets lost after dark.",
    "Not in room at tea. Side gate found open. Care home has checked every room and the garden.",
];
pub(crate) const ADULT_OTHER: [&str; 8] = [
    "Did not turn up for shift, second day. Employer says never late in six years.",
    "Should have been on the 18:10 train. {rel} waited till the last one. No reply.",
    "Night out in town, lost the others near {goes}. Not home, bed not slept in.",
    "Owes money, says {rel}. Frightened of somebody but would not say who. Left at night.",
    "{rel} has not heard for four days, normally rings daily. Post behind the door.",
    "Went fishing, expected at tea. Car not found at usual place.",
    "Left the hostel with all {their} things, key handed in. Support worker uneasy about it.",
    "Went out with an injury to the face after a row with somebody {rel} will not name.",
];
pub(crate) const CLOTHING: [&str; 16] = [
    "grey tracksuit, white trainers",
    "black puffer jacket, jeans",
    "school uniform, no coat",
    "navy anorak, walking boots",
    "red hoodie, black leggings",
    "green parka, brown boots",
    "dark suit, no tie",
    "blue fleece, jogging bottoms",
    "hi-vis jacket, work trousers",
    "pink coat, black jeans, trainers",
    "denim jacket, white T-shirt",
    "dressing gown and slippers",
    "long black coat, scarf",
    "football shirt, shorts",
    "floral dress, cream cardigan",
    "not known, wardrobe being checked",
];
pub(crate) const WHY_WORRIED: [&str; 6] = [
    "not like {them} to be out of contact",
    "getting dark and cold",
    "said things earlier in the week that worried {rel}",
    "phone off, never off",
    "should have been back hours ago",
    "vulnerable, trusts anybody",
];
pub(crate) const TRIED: [&str; 6] = [
    "rang round friends, drove to {goes}",
    "house, shed and garden searched",
    "staff searched grounds and local shops",
    "called phone every ten minutes",
    "hospital rung, not there",
    "messages read but not answered",
];
pub(crate) const KEY_FACTS: [&str; 8] = [
    "{age} years old, last seen {place}. {rel} worried and consistent throughout the call.",
    "Phone off since leaving. Nothing on hospital or custody checks yet.",
    "Known to walk off when upset; always back within the evening until now.",
    "No coat, no money, temperature dropping. No sighting since {place}.",
    "Out of character according to {rel}; nothing planned, bag and charger still at home.",
    "Pattern of late returns from {goes}. Friends contacted, one not answering.",
    "Spoke to {rel} again. Account has not changed. House searched, nothing taken.",
    "Seen on the camera at {place} walking alone and calm. Direction towards town.",
];
pub(crate) const NOT_KNOWN: [&str; 6] = [
    "Whether the phone is with {them} or at {goes}; who {they} last messaged.",
    "Whether {they} has money or a bank card; bank not yet asked.",
    "What was said before {they} left. {rel} may be holding back.",
    "Which way {they} went after {place}. Cameras not viewed.",
    "When medication was last taken, if any. GP closed till morning.",
    "Whether {friend} is with {them}. Parents not reached.",
];
pub(crate) const WOULD_CHANGE: [&str; 6] = [
    "Any word of self-harm or a sighting with an unknown adult raises it.",
    "Contact with {them} in person lowers it. No contact by next review raises it.",
    "Still out after dark, or a missed dose, and this goes up.",
    "Confirmation that {they} is at {goes} would settle it.",
    "Bank or phone use today would help either way.",
    "A second night away would be new for {them} and raises it.",
];
pub(crate) const ACTIONS: [(&str, &str); 12] = [
    ("Search home address, loft and outbuildings", "Searched with {rel} present. Nothing taken, no note."),
    ("Call Northmoor General and Alderby Infirmary", "Neither has anybody of that name or description."),
    (
        "View station cameras from time last seen",
        "On platform 2 alone, boards nothing, walks out to the taxi rank.",
    ),
    ("Visit {goes}", "Attended. Nobody there, neighbour will ring if seen."),
    ("Speak to {friend} in person", "Spoke at the door. Says no contact since yesterday, seems truthful."),
    ("Ask for phone location", "Last on the Hallow mast, battery low. Off since."),
    ("Obtain recent photograph from {rel}", "Two received by email, added."),
    ("Bank enquiry: card use since leaving", "No use since Friday."),
    ("Circulate description to neighbouring forces", "Done, acknowledged by WX and SF."),
    ("Check custody and taxi firms", "Nothing. Two firms to ring back, both negative."),
    ("Ask bus company for drivers on the late service", "Driver remembers nobody like that."),
    ("Ring {rel} with an update", "Updated. Nothing new from them."),
];
pub(crate) const NOTES: [&str; 12] = [
    "Area search of {place} and surrounding streets, no trace. Raining.",
    "{rel} rang for an update, none to give. Will ring back before end of shift.",
    "Spoke to {friend}'s mother. Not there, she will look in the garage.",
    "Messaged {their} phone from the incident phone. Delivered, not read.",
    "Attended {goes}. Lights off, no answer, card left.",
    "Social worker on call informed, will look for earlier addresses.",
    "Custody, hospitals and ambulance checked again. All negative.",
    "House-to-house, eight doors, five answered, nobody saw anything.",
    "Bus company asked about the 22:15. Driver off till tomorrow.",
    "Description passed on at briefing. Unit will pass {place} twice an hour.",
    "Camera at {place} was not recording. Shop next door may have one, shut till nine.",
    "Nothing new. {rel} asked to leave a light on and keep the phone free.",
];
pub(crate) const CONTACTS: [&str; 5] = [
    "Thinks {they} was at {goes} about an hour ago, not certain.",
    "Rang to ask whether there is news. No new information.",
    "Had a silent call from a withheld number, thinks it was {them}.",
    "Says {friend} knows more than has been said. Will try to find a number.",
    "Saw somebody of that description near {place}, walking fast.",
];
pub(crate) const REVIEWS: [&str; 6] = [
    "Grade stands. Enquiries in hand proportionate. Home and hospital checks done.",
    "No sign of life since the last review. Bank and phone enquiries pressed.",
    "Considered raising; nothing new to support it. Look again next shift.",
    "Handover read, lines of enquiry unchanged. Family contacted today.",
    "Two actions chased. Publicity considered, family not ready for it.",
    "Sightings to date assessed, none confirmed. Search area unchanged.",
];
pub(crate) const IDENTITY: [&str; 6] = [
    "Gave name and date of birth, matches photograph.",
    "Known to attending officer.",
    "Identified by {rel} at the address.",
    "Matches photograph and description; spoke to {them} face to face.",
    "Bank card in {their} name, date of birth given.",
    "Staff know {them} well; officer saw {them} in person.",
];
pub(crate) const CLOSING: [&str; 7] = [
    "Seen and spoken to. Says needed time to think. No offences disclosed.",
    "Prevention interview done on the doorstep. Will not say where {they} was. Home safe.",
    "Returned to {rel}. Tired and hungry, otherwise well. Referral made.",
    "Spoken to alone, no concerns raised. GP appointment to be made by {rel}.",
    "At {goes} all along, phone flat. Advice given about keeping in touch.",
    "Handed to ward staff and seen by a doctor. Family told.",
    "Adult, does not want the address passed on. Respected. {rel} told safe and well only.",
];
pub(crate) const CLOSING_CHILD: [&str; 5] = [
    "Prevention interview done. Was with {friend}. Return interview offered through the council.",
    "Back in own bed. Would not speak much. Return interview referral sent.",
    "Collected from {goes} and taken home. No crime disclosed. School to be told.",
    "Seen with an appropriate adult. Says nobody hurt {them}. Return interview accepted.",
    "Returned by themselves and went straight to sleep. Seen by officer in the morning.",
];
/// By what was recorded first.
pub(crate) fn closing_harmed(kind: Option<&HarmKind>) -> &'static [&'static str] {
    match kind {
        Some(HarmKind::SelfHarm) => &[
            "Taken to hospital by ambulance, admitted. Family with {them}. Safeguarding referral made.",
            "Had taken tablets, treated at Northmoor General. Crisis team to see {them} before discharge.",
        ],
        Some(HarmKind::Crime) => &[
            "Assaulted while away; separate investigation opened. Safe now, support offered.",
            "Injury treated at Northmoor General. Statement to follow, crime recorded separately.",
        ],
        Some(HarmKind::Exploitation) => &[
            "Told an officer what was asked of {them} while away; separate investigation opened. Strategy meeting called.",
        ],
        _ => &[
            "Found cold and confused, kept in overnight. Discharge meeting to be asked for.",
            "Fell, ankle broken, treated at Northmoor General. Family with {them}.",
        ],
    }
}
pub(crate) const HARM_RESTS_ON: &str = "What the hospital told the officer who took the statement.";
/// Why somebody graded below a suggestion, in turn.
pub const SET_ASIDE: [&str; 4] = [
    "Not new, and the family is with them most days.",
    "As it was on the last three occasions, each without harm.",
    "Told to us second hand; nobody who knows them says so.",
    "Weighed with what the family said, and looked at again at the review.",
];
pub(crate) const CLOSING_DIED: [&str; 2] = [
    "Found deceased. Coroner's officer informed, family told in person. Family liaison appointed.",
    "Deceased on arrival of ambulance. Coroner informed. Not treated as suspicious at this time.",
];
/// Kind, reason, closing summary.
pub(crate) const EXCEPTIONS: [(ExceptionKind, &str, &str); 5] = [
    (
        ExceptionKind::ReportWithdrawn,
        "{rel} rang back: mixed up the days, {they} is away with family until Sunday as planned.",
        "Withdrawn by the informant. Told to ring again at once if anything changes.",
    ),
    (
        ExceptionKind::NotAMissingPerson,
        "{rel} knows where {they} is and wanted a lift arranged. Spoken to {them} there by phone.",
        "Advice given to {rel}. No concern for safety from anybody.",
    ),
    (
        ExceptionKind::RecordedInError,
        "Taken down as missing; the call was about a lost phone.",
        "Recorded in error. Call handler told.",
    ),
    (
        ExceptionKind::DuplicateOfAnother,
        "Second call about the same absence, by another member of the family. Recorded already.",
        "Duplicate. Both callers are on the other record.",
    ),
    (
        ExceptionKind::ReportWithdrawn,
        "{rel} had a call from {them} on a friend's phone and is content. Number checked.",
        "Withdrawn by the informant after speaking to {them}.",
    ),
];
/// What is written of a child whom no council looks after.
pub(crate) const NOT_LOOKED_AFTER: &str = "No";
/// Where a register asks for longer rationales than these.
pub(crate) const MORE_WORDS: &str = " Nothing to add to that at this time.";
