//! A force's laptops in words.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use protocol::{DeviceListForm, EnrolledDevice, Revocation};
use register::force::ForceCode;
use register::{DeviceId, OfficerId, Thresholds};

use crate::views::DeviceView;
use crate::words::{counted, full_time, span, t, time, with};

/// What the words are made with beside what central told.
pub(crate) struct Beside<'a> {
    pub now: DateTime<Utc>,
    pub own: DeviceId,
    /// Training registers have no lease.
    pub training: bool,
    pub thresholds: &'a Thresholds,
    pub names: &'a HashMap<OfficerId, String>,
}

/// A short name of a device: the force, and the last four digits of its id.
pub(crate) fn label(force: &ForceCode, device_id: DeviceId) -> String {
    let [.., high, low] = *device_id.bytes();
    format!("{force}-{high:02X}{low:02X}")
}

pub(crate) fn device(
    device: &EnrolledDevice,
    form: &DeviceListForm,
    beside: &Beside<'_>,
    officers: Vec<String>,
) -> DeviceView {
    let in_contact = in_contact(device, form, beside);
    let revoked = device.revoked.is_some();
    let short = |ms| time(instant(ms), beside.now);
    let contact = if in_contact && !revoked {
        with("devices-in-contact", &[("at", &short(device.last_contact_at))])
    } else {
        let since = span(instant(device.last_contact_at), instant(form.as_of));
        with("devices-out-of-contact", &[("since", &since), ("at", &short(device.last_contact_at))])
    };
    DeviceView {
        device_id: device.device_id,
        label: label(&form.force, device.device_id),
        this_laptop: device.device_id == beside.own,
        revoked,
        attention: !revoked && (!in_contact || device.expected() > 0 || device.kept_apart > 0),
        contact,
        unsent: unsent(device),
        profile: t(if device.since.is_some() { "devices-field" } else { "devices-desk" }),
        holds: holds(device, form),
        lease: lease(device, beside),
        revocation: device.revoked.as_ref().map(|one| revocation(one, beside)).unwrap_or_default(),
        reason: device.revoked.as_ref().map(|one| one.reason.clone()).unwrap_or_default(),
        officers,
        enrolled: full_time(instant(device.enrolled_at)),
        warning: if revoked { String::new() } else { warning(device, in_contact, beside) },
    }
}

fn instant(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}

/// By central's clock alone: that of this laptop may be wrong.
fn in_contact(device: &EnrolledDevice, form: &DeviceListForm, beside: &Beside<'_>) -> bool {
    let silent = instant(form.as_of) - instant(device.last_contact_at);
    silent < TimeDelta::minutes(beside.thresholds.out_of_contact_minutes.into())
}

fn n(key: &str, n: u64) -> String {
    counted(key, usize::try_from(n).unwrap_or(usize::MAX), &[])
}

fn unsent(device: &EnrolledDevice) -> Vec<String> {
    let drafts = device.said.map_or(0, |said| said.drafts);
    let counts = [
        ("devices-expected", device.expected()),
        ("devices-drafts", drafts.into()),
        ("devices-kept-apart", device.kept_apart),
    ];
    counts.into_iter().filter(|(_, count)| *count > 0).map(|(key, count)| n(key, count)).collect()
}

/// A desk holds the ledger of its force up to a position, and so no incident that is not there; a field laptop less.
fn holds(device: &EnrolledDevice, form: &DeviceListForm) -> String {
    match device.said.and_then(|said| said.holds) {
        None => t("devices-holds-not-said"),
        Some(position) if position >= form.head && device.since.is_some() => {
            let came = form.head.saturating_sub(device.since.unwrap_or_default());
            n("devices-holds-field", came)
        }
        Some(position) if position >= form.head => n("devices-holds-all", form.incidents),
        Some(position) => {
            let (position, head) = (position.to_string(), form.head.to_string());
            let incidents = usize::try_from(form.incidents).unwrap_or(usize::MAX);
            counted("devices-holds-part", incidents, &[("position", &position), ("head", &head)])
        }
    }
}

fn lease(device: &EnrolledDevice, beside: &Beside<'_>) -> String {
    if beside.training || device.revoked.is_some() {
        return String::new();
    }
    let ends = instant(device.last_contact_at) + TimeDelta::hours(beside.thresholds.lease_hours.into());
    let key = if ends > beside.now { "devices-lease-ends" } else { "devices-lease-ended" };
    with(key, &[("at", &time(ends, beside.now))])
}

fn revocation(revoked: &Revocation, beside: &Beside<'_>) -> String {
    let who = match revoked.officer_id {
        None => t("devices-by-terminal"),
        Some(id) => beside.names.get(&id).cloned().unwrap_or_else(|| t("devices-by-unknown")),
    };
    let at = time(instant(revoked.at), beside.now);
    match revoked.told_at {
        None => with("devices-revoked", &[("at", &at), ("who", &who)]),
        Some(told) => {
            let told = time(instant(told), beside.now);
            with("devices-revoked-told", &[("at", &at), ("who", &who), ("told", &told)])
        }
    }
}

/// What cannot be had from a laptop once it is revoked, as far as anybody can know.
fn warning(device: &EnrolledDevice, in_contact: bool, beside: &Beside<'_>) -> String {
    let mut sentences = Vec::new();
    if device.expected() > 0 {
        sentences.push(n("devices-warn-expected", device.expected()));
    }
    if !in_contact {
        let at = time(instant(device.last_contact_at), beside.now);
        sentences.push(with("devices-warn-silent", &[("at", &at)]));
    }
    if let Some(drafts) = device.said.map(|said| said.drafts).filter(|drafts| *drafts > 0) {
        sentences.push(n("devices-warn-drafts", drafts.into()));
    }
    if sentences.is_empty() { t("devices-warn-nothing") } else { sentences.join(" ") }
}

#[cfg(test)]
mod tests {
    use protocol::SaidOfItself;

    use super::*;

    const HOUR: i64 = 3_600_000;
    /// Tue 24 Nov 2026 14:02 GMT.
    const NOW: i64 = 1_795_528_920_000;

    fn enrolled() -> EnrolledDevice {
        let said = SaidOfItself { at: NOW, entries: 9, drafts: 0, holds: Some(300) };
        EnrolledDevice {
            device_id: DeviceId(uuid::Uuid::from_u128(0x3f2a)),
            enrolled_at: NOW - 200 * HOUR,
            last_contact_at: NOW,
            came: 9,
            said: Some(said),
            kept_apart: 0,
            revoked: None,
            since: None,
        }
    }

    fn shown(one: &EnrolledDevice, training: bool) -> DeviceView {
        let force = ForceCode::parse("NM").unwrap_or_else(|_| unreachable!());
        let form = DeviceListForm { force, as_of: NOW, head: 300, incidents: 12 };
        let names = HashMap::from([(OfficerId(uuid::Uuid::from_u128(1)), "Insp Test-Rowan".to_owned())]);
        let beside = Beside {
            now: instant(NOW),
            own: DeviceId(uuid::Uuid::from_u128(7)),
            training,
            thresholds: &Thresholds::default(),
            names: &names,
        };
        device(one, &form, &beside, Vec::new())
    }

    #[test]
    fn a_field_laptop_is_said_to_be_one_and_to_hold_less() {
        assert_eq!(shown(&enrolled(), false).profile, "Desk");
        let field = shown(&EnrolledDevice { since: Some(280), ..enrolled() }, false);
        assert_eq!(field.profile, "Field");
        let held = "What is in hand, earlier incidents of the same people, and the newest 20 entries";
        assert_eq!(field.holds, held);
    }

    #[test]
    fn a_laptop_in_contact_says_when_what_it_holds_and_when_its_lease_ends() {
        let view = shown(&enrolled(), false);
        assert_eq!((view.label.as_str(), view.contact.as_str()), ("NM-3F2A", "In contact 14:02"));
        assert_eq!(view.holds, "All of the force’s entries: 12 incidents");
        assert_eq!(view.lease, "Lease ends Fri 14:02, then it locks");
        assert_eq!((view.unsent.len(), view.attention, view.this_laptop), (0, false, false));
        assert_eq!(view.warning, t("devices-warn-nothing"));
        assert_eq!(shown(&enrolled(), true).lease, "", "a training register has none");
    }

    #[test]
    fn inv_5_what_did_not_come_is_counted_and_warned_of() {
        let mut one = enrolled();
        one.last_contact_at = NOW - 3 * HOUR - 600_000;
        one.said = Some(SaidOfItself { at: NOW, entries: 11, drafts: 1, holds: Some(250) });
        one.kept_apart = 3;
        let view = shown(&one, false);
        assert_eq!(view.contact, "Out of contact 3 h 10, since 10:52");
        assert_eq!(view.unsent, ["2 entries expected, not come", "1 draft not sent", "3 entries kept apart"]);
        assert_eq!(view.holds, "Entries up to 250 of 300: at most 12 incidents");
        assert!(view.attention);
        for part in ["2 entries", "since 10:52", "1 draft"] {
            assert!(view.warning.contains(part), "{part}: {}", view.warning);
        }
        one.last_contact_at = NOW - 73 * HOUR;
        assert_eq!(shown(&one, false).lease, "Lease ended 13:02: locked until it is in contact again");
    }

    #[test]
    fn a_revoked_laptop_says_by_whom_and_whether_its_keys_are_destroyed() {
        let mut one = enrolled();
        let by = |number| Some(OfficerId(uuid::Uuid::from_u128(number)));
        let revoked =
            Revocation { at: NOW, officer_id: by(1), reason: "Left in a taxi".into(), told_at: None };
        one.revoked = Some(revoked.clone());
        let view = shown(&one, false);
        let expected = "Revoked 14:02 by Insp Test-Rowan: its keys are destroyed at its next contact";
        assert_eq!((view.revocation.as_str(), view.reason.as_str()), (expected, "Left in a taxi"));
        assert_eq!((view.lease.as_str(), view.warning.as_str(), view.attention), ("", "", false));
        one.revoked = Some(Revocation { told_at: Some(NOW + HOUR), officer_id: None, ..revoked.clone() });
        let told = shown(&one, false).revocation;
        assert!(told.contains(&t("devices-by-terminal")) && told.contains("keys destroyed 15:02"), "{told}");
        one.revoked = Some(Revocation { officer_id: by(2), ..revoked });
        assert!(shown(&one, false).revocation.contains(&t("devices-by-unknown")));
    }
}
