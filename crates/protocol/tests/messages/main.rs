//! Every message comes back as it was sent, and any bytes at all are a message or a refusal, never a panic.

#![allow(clippy::unwrap_used)]

mod drawn;

use drawn::*;
use proptest::collection::vec;
use proptest::prelude::*;
use protocol::*;
use register::entry::Stream;
use register::force::ForceCode;
use register::*;
use uuid::Uuid;

fn comes_back<T>(message: &T)
where
    T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()> + PartialEq + std::fmt::Debug,
{
    let bytes = encode(message);
    assert_eq!(decode::<T>(&bytes).as_ref(), Ok(message));
    // Cut short or continued, it is another message or none.
    assert_eq!(decode::<T>(&[&bytes[..], &[0]].concat()), Err(Failure::Malformed));
    for cut in 0..bytes.len().min(40) {
        let _ = decode::<T>(&bytes[..cut]);
    }
}

/// The same within an answer, as it travels.
fn answers_come_back<T>(time: i64, body: T)
where
    T: minicbor::Encode<()> + for<'b> minicbor::Decode<'b, ()> + PartialEq + std::fmt::Debug,
{
    comes_back(&Answer { time, newest: PROTOCOL, body });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn requests_come_back_as_they_were_sent(
        force in force(), id in uuid(), at in any::<i64>(), n in any::<u64>(), m in any::<u32>(),
        hash in hash(), entries in vec(sealed(), 0..4), looks in vec(look(), 0..4), chain in chain(),
        bytes in vec(any::<u8>(), 0..64), incident in any::<bool>(),
    ) {
        fn signed<R: Request + PartialEq + std::fmt::Debug>(force: &ForceCode, id: Uuid, at: i64, request: &R) {
            let signed = Signed::with(force.clone(), DeviceId(id), at, request, sign);
            comes_back(&signed);
            assert_eq!(signed.open(&key().verifying_key()).as_ref(), Ok(request));
            assert_eq!(signed.open(&central().verifying_key()), Err(Failure::Signature));
        }
        let stream = if incident { Stream::Incident(IncidentId(id)) } else { Stream::Force(RegisterId(id)) };
        signed(&force, id, at, &Push { entries: entries.clone() });
        signed(&force, id, at, &Relay { entries: entries.clone() });
        signed(&force, id, at, &Pull::after(force.clone(), n, m));
        let pull = Pull::after(force.clone(), n, m);
        let held = Some(HeldAt { era: n, position: n, hash });
        signed(&force, id, at, &Pull { stream: Some(stream), with_person: incident, held, ..pull });
        for which in [Which::Id(IncidentId(id)), Which::Reference(format!("NM/26/{m}"))] {
            signed(&force, id, at, &BackFill { which, officer_id: OfficerId(id), reason: "why".into() });
        }
        signed(&force, id, at, &HeadsAsked {});
        signed(&force, id, at, &Watch {});
        signed(&force, id, at, &DigestAsked { force: force.clone(), stream, at: n });
        signed(&force, id, at, &Checkpoint::signed(DeviceId(id), chain, m, sign));
        signed(&force, id, at, &UploadLooks { after: n, previous: hash, looks });
        signed(&force, id, at, &BlobAsked { blob: hash });
        signed(&force, id, at, &PartPut { blob: hash, size: n, part: BlobPart { offset: n, bytes } });
        signed(&force, id, at, &PartAsked { blob: hash, offset: n, limit: m });
        comes_back(&Hello::default());
        let enrol = Enrol {
            protocol: PROTOCOL, force, secret: [7; 10], device_id: DeviceId(id),
            device_key: key().verifying_key().to_bytes(), register_id: RegisterId(id), officers: entries,
            proof: [0; 64],
            officer_key: None,
        };
        prop_assert_eq!(enrol.check(), Err(Failure::Signature));
        let enrol = enrol.proven(sign);
        prop_assert_eq!(enrol.check(), Ok(()));
        comes_back(&enrol);
        // What an earlier version writes says nothing of an officer.
        prop_assert_eq!(encode(&enrol)[0], 0x88, "eight fields");
        let joins = Enrol { officer_key: Some([3; 32]), ..enrol };
        prop_assert_eq!(joins.check(), Err(Failure::Signature), "the officer's key is proven as well");
        let joins = joins.proven(sign);
        prop_assert_eq!(joins.check(), Ok(()));
        comes_back(&joins);
        comes_back(&CodeAsked { protocol: PROTOCOL, secret: [7; 10] });
    }

    #[test]
    fn answers_and_failures_come_back_as_they_were_sent(
        time in any::<i64>(), outcomes in vec(outcome(), 0..6), chain in chain(), page in page(), n in any::<u64>(),
        hash in hash(), force in force(), failure in failure(), bytes in vec(any::<u8>(), 0..64), m in any::<u32>(),
    ) {
        answers_come_back(time, Relayed { outcomes: outcomes.clone() });
        answers_come_back(time, Pushed { outcomes, chain });
        answers_come_back(time, page);
        answers_come_back(time, Heads { heads: vec![ForceHead { force: force.clone(), head: n }] });
        answers_come_back(time, Digest { at: n, entries: n, digest: hash });
        for kind in [CheckpointKind::Same, CheckpointKind::ToSend, CheckpointKind::Behind, CheckpointKind::Differs] {
            answers_come_back(time, Checkpointed { kind, chain });
        }
        answers_come_back(time, LooksTaken { head: LookHead { look_seq: n, hash } });
        for state in [BlobState::Absent, BlobState::Begun { have: n, size: n }, BlobState::Whole { size: n }] {
            answers_come_back(time, BlobHeld { state });
        }
        answers_come_back(time, PartGiven { size: n, part: BlobPart { offset: n, bytes } });
        for told in [false, true] {
            let wake = Wake { force: force.clone(), head: n, told };
            prop_assert_eq!(Wake::from_text(&wake.to_text()), Some(wake.clone()));
            answers_come_back(time, wake);
        }
        let key = CentralKey(central().verifying_key().to_bytes());
        answers_come_back(time, Welcome {
            oldest: 1, key, training: true, push_entries: m, request_bytes: n, page_entries: m,
        });
        for officer_id in [None, Some(OfficerId(Uuid::from_u128(n.into())))] {
            for since in [None, Some(n)] {
                let signature = [5; 64];
                answers_come_back(time, Enrolled { key, at: time, founding: hash, signature, officer_id, since });
            }
        }
        let incidents = vec![IncidentId(Uuid::from_u128(n.into())); (m % 3) as usize];
        answers_come_back(time, BackFilled { incidents });
        let code_of = CodeOf {
            key, force, register_id: RegisterId(Uuid::from_u128(m.into())),
            officer_id: OfficerId(Uuid::from_u128(n.into())), name: "Test-Finch, Ben".into(),
            collar: "T207".into(), role: Role::Supervisor, expires_at: time, signature: [5; 64],
        };
        answers_come_back(time, code_of);
        comes_back(&failure);
    }

    #[test]
    fn arbitrary_bytes_are_never_a_panic(bytes in vec(any::<u8>(), 0..256)) {
        let _ = decode::<Signed<Push>>(&bytes);
        let _ = decode::<Push>(&bytes);
        let _ = decode::<Relay>(&bytes);
        let _ = decode::<Answer<Relayed>>(&bytes);
        let _ = decode::<Pull>(&bytes);
        let _ = decode::<BackFill>(&bytes);
        let _ = decode::<Answer<BackFilled>>(&bytes);
        let _ = decode::<Enrol>(&bytes);
        let _ = decode::<Hello>(&bytes);
        let _ = decode::<Checkpoint>(&bytes);
        let _ = decode::<UploadLooks>(&bytes);
        let _ = decode::<DigestAsked>(&bytes);
        let _ = decode::<PartPut>(&bytes);
        let _ = decode::<PartAsked>(&bytes);
        let _ = decode::<Answer<Page>>(&bytes);
        let _ = decode::<Answer<Pushed>>(&bytes);
        let _ = decode::<Answer<Welcome>>(&bytes);
        let _ = decode::<Answer<Enrolled>>(&bytes);
        let _ = decode::<Answer<PartGiven>>(&bytes);
        let _ = decode::<Tell>(&bytes).map(|tell| tell.telling.read());
        let _ = decode::<Pictures>(&bytes);
        let _ = decode::<Answer<PicturesGiven>>(&bytes);
        let _ = decode::<ToldAsked>(&bytes);
        let _ = decode::<AcceptTold>(&bytes);
        let _ = decode::<Answer<ToldPage>>(&bytes);
        let _ = decode::<Answer<ToldStates>>(&bytes);
        let _ = decode::<Failure>(&bytes);
        let _ = String::from_utf8_lossy(&bytes).parse::<EnrolCode>();
        let _ = Wake::from_text(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_message_with_one_bit_turned_is_never_a_panic(entries in vec(sealed(), 1..3), at in any::<prop::sample::Index>(), bit in 0..8) {
        let signed = Signed::with(ForceCode::parse("NM").unwrap(), DeviceId(Uuid::nil()), 5, &Push { entries }, sign);
        let mut bytes = encode(&signed);
        let at = at.index(bytes.len());
        bytes[at] ^= 1u8 << bit;
        if let Ok(turned) = decode::<Signed<Push>>(&bytes) {
            prop_assert!(turned.open(&key().verifying_key()).is_err());
        }
    }

    #[test]
    fn a_page_is_believed_only_as_central_made_it(page in page(), limit in any::<u32>()) {
        let pinned = CentralKey(central().verifying_key().to_bytes());
        let asked = Pull::after(page.form.force.clone(), page.form.after, limit);
        prop_assert_eq!(page.verify(&asked, &pinned), Ok(()));
        let other = CentralKey(key().verifying_key().to_bytes());
        prop_assert_eq!(page.verify(&asked, &other), Err(Failure::NotCentral));
        let elsewhere = Pull { after: asked.after + 1, ..asked.clone() };
        prop_assert_eq!(page.verify(&elsewhere, &pinned), Err(Failure::NotCentral));
        let mut shorter = page.clone();
        if shorter.entries.pop().is_some() {
            prop_assert_eq!(shorter.verify(&asked, &pinned), Err(Failure::NotCentral));
            let mut later = page.clone();
            later.entries[0].received_at ^= 1;
            prop_assert_eq!(later.verify(&asked, &pinned), Err(Failure::NotCentral));
        }
        let mut further = page;
        further.form.head += 1;
        prop_assert_eq!(further.verify(&asked, &pinned), Err(Failure::NotCentral));
    }

    #[test]
    fn a_page_of_a_field_laptop_has_gaps_up_to_where_it_says_and_none_after_it(
        force in force(), after in 0..40_u64, whole_from in 0..40_u64,
        chosen in vec(any::<bool>(), 40), more in 0..6_u64, sealed in sealed(),
    ) {
        let pinned = CentralKey(central().verifying_key().to_bytes());
        let head = whole_from + more;
        let is_given = |at: &u64| *at > after && (*at > whole_from || chosen[*at as usize]);
        let positions: Vec<u64> = (1..=head).filter(is_given).collect();
        let page = |positions: &[u64], next: u64, whole_from: Option<u64>| {
            let at = |&position: &u64| Positioned { position, received_at: 5, sealed: sealed.clone() };
            let form = PageForm { force: force.clone(), after, next, head, era: 7, whole_from };
            Page::signed(form, positions.iter().map(at).collect(), by_central)
        };
        let asked = Pull::after(force.clone(), after, 100);
        let is_taken = |page: &Page| page.verify(&asked, &pinned).is_ok();
        let next = head.max(after);
        prop_assert!(is_taken(&page(&positions, next, Some(whole_from))));
        // As far as it goes, it may end anywhere.
        for (at, last) in positions.iter().enumerate() {
            prop_assert!(is_taken(&page(&positions[..=at], *last, Some(whole_from))));
        }
        for missing in 0..positions.len() {
            let mut fewer = positions.clone();
            let left_out = fewer.remove(missing);
            let is_before = left_out <= whole_from;
            prop_assert_eq!(is_taken(&page(&fewer, next, Some(whole_from))), is_before, "without {}", left_out);
            let mut turned = positions.clone();
            turned[missing..].reverse();
            prop_assert!(turned == positions || !is_taken(&page(&turned, next, Some(whole_from))), "out of order");
        }
        let has_gaps = positions.iter().zip(after + 1..).any(|(position, at)| *position != at)
            || positions.last().copied().unwrap_or(after) != next;
        prop_assert_eq!(is_taken(&page(&positions, next, None)), !has_gaps, "a desk is given all");
        // What an earlier version reads of it is another page, which nobody signed.
        let mut unread = page(&positions, next, Some(whole_from));
        unread.form.whole_from = None;
        prop_assert!(!is_taken(&unread));
        prop_assert_eq!(encode(&page(&positions, next, None).form)[0], 0x85, "and a desk's is the one that it knows");
    }

    #[test]
    fn a_page_of_one_stream_holds_nothing_else(force in force(), id in uuid(), other in uuid()) {
        prop_assume!(id != other);
        let pinned = CentralKey(central().verifying_key().to_bytes());
        let stream = Stream::Incident(IncidentId(id));
        let of = |stream: Stream, position: u64| Positioned { position, received_at: 5, sealed: entry_of(stream) };
        let others = Stream::Incident(IncidentId(other));
        let form = PageForm { force: force.clone(), after: 0, next: 9, head: 9, era: 7, whole_from: None };
        let only = Pull { stream: Some(stream), ..Pull::after(force.clone(), 0, 9) };
        let with_person = Pull { with_person: true, ..only.clone() };
        let page = Page::signed(form.clone(), vec![of(stream, 2), of(stream, 5)], by_central);
        prop_assert_eq!(page.verify(&only, &pinned), Ok(()));
        prop_assert_eq!(page.verify(&Pull::after(force, 0, 9), &pinned), Err(Failure::NotCentral));
        let page = Page::signed(form, vec![of(stream, 2), of(others, 5)], by_central);
        prop_assert_eq!(page.verify(&only, &pinned), Err(Failure::NotCentral));
        prop_assert_eq!(page.verify(&with_person, &pinned), Ok(()));
    }

    #[test]
    fn a_code_is_read_as_it_was_printed_and_knows_its_central(secret in any::<[u8; 10]>()) {
        let (own, other) = (CentralKey(central().verifying_key().to_bytes()), CentralKey(key().verifying_key().to_bytes()));
        let code = EnrolCode::new(secret, &own);
        let printed = code.to_string();
        prop_assert_eq!(printed.len(), 34);
        let typed: EnrolCode = printed.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l").parse().unwrap();
        prop_assert_eq!(typed.secret(), secret);
        prop_assert!(typed.is_of(&own) && !typed.is_of(&other));
        prop_assert_eq!(format!("{typed:?}"), "EnrolCode([redacted])");
    }

    #[test]
    fn a_digest_does_not_know_the_order_of_arrival(mut hashes in vec(hash(), 0..6), extra in hash()) {
        let digest = digest_of(hashes.clone());
        hashes.reverse();
        prop_assert_eq!(digest_of(hashes.clone()), digest);
        hashes.push(extra);
        prop_assert_ne!(digest_of(hashes), digest);
    }

    #[test]
    fn a_look_changed_changes_the_end_of_the_chain(looks in vec(look(), 1..4), at in any::<prop::sample::Index>()) {
        let upload = UploadLooks { after: 3, previous: Hash::ZERO, looks };
        let mut other = upload.clone();
        let at = at.index(other.looks.len());
        other.looks[at].reason.push('x');
        prop_assert_eq!(upload.head().look_seq, 3 + upload.looks.len() as u64);
        prop_assert_ne!(upload.head().hash, other.head().hash);
    }
}

#[test]
fn the_number_of_a_refusal_is_the_one_that_travels() {
    for code in RefusalCode::ALL {
        assert_eq!(encode(&code), encode(&code.number()), "{}", code.name());
        assert_eq!(RefusalCode::from_number(code.number().into()), Some(code));
        assert_eq!(code.is_kept(), code != RefusalCode::Gap);
    }
    assert_eq!(RefusalCode::from_number(16), None);
    assert_eq!(RefusalCode::from_number(-1), None);
}

#[test]
fn a_request_for_one_thing_is_not_taken_for_another() {
    let force = ForceCode::parse("NM").unwrap();
    let watch = Signed::with(force, DeviceId(Uuid::nil()), 0, &Watch {}, sign);
    // The bytes of both requests are the same: an empty array.
    let heads: Signed<HeadsAsked> = decode(&encode(&watch)).unwrap();
    assert_eq!(heads.open(&key().verifying_key()), Err(Failure::Signature));
}

#[test]
fn another_protocol_is_answered_with_the_versions_that_are_spoken() {
    let force = ForceCode::parse("NM").unwrap();
    let mut signed = Signed::with(force, DeviceId(Uuid::nil()), 0, &Watch {}, sign);
    signed.protocol = PROTOCOL + 1;
    let upgrade = Failure::UpgradeNeeded { oldest: OLDEST_PROTOCOL, newest: PROTOCOL };
    assert_eq!(signed.open(&key().verifying_key()), Err(upgrade));
    assert_eq!(Hello { protocol: 0 }.check(), Err(upgrade));
    assert!(!upgrade.is_passing());
}

#[test]
fn a_force_has_one_spelling_on_the_wire() {
    let lower = Wake::grown(ForceCode::parse("nm").unwrap(), 1);
    let mut bytes = encode(&lower);
    let at = bytes.iter().position(|byte| *byte == b'N').unwrap();
    bytes[at] = b'n';
    assert_eq!(decode::<Wake>(&bytes), Err(Failure::Malformed));
}

#[test]
fn a_page_of_what_was_told_is_taken_only_as_central_gave_it_out_and_its_officer_signed_it() {
    use register::telling::{SignedTelling, Sure, Telling, Whereabouts};
    let (nm, wx) = (ForceCode::parse("NM").unwrap(), ForceCode::parse("WX").unwrap());
    let telling = Telling {
        telling_id: TellingId(Uuid::from_u128(1)),
        from: wx.clone(),
        officer_id: OfficerId(Uuid::from_u128(2)),
        officer: "PC Test-Rowan".into(),
        to: nm.clone(),
        incident_id: IncidentId(Uuid::from_u128(3)),
        seen_from: 1,
        seen_to: 1,
        about: false,
        place: "Southfold".into(),
        what: "a woman without a coat".into(),
        sure: Sure::Sure,
        whereabouts: Whereabouts::Still,
        gone: String::new(),
        contact: "07700 900123".into(),
        written_at: 1,
    };
    assert!(telling.is_fit());
    let told = Told {
        number: 3,
        telling: SignedTelling::with(&telling, sign),
        officer_key: key().verifying_key().to_bytes(),
        told_at: 1,
        taking: None,
    };
    let form = ToldForm { after: 2, next: 3, era: 7 };
    let asked = ToldAsked { after: 2, era: 7, limit: 9 };
    let pinned = CentralKey(central().verifying_key().to_bytes());
    let page = ToldPage::signed(form.clone(), vec![told.clone()], by_central);
    answers_come_back(1, page.clone());
    assert_eq!(page.verify(&asked, &pinned), Ok(()));
    assert_eq!(told.read(&nm), Ok(telling.clone()));
    let wrong = Err(Failure::NotCentral);
    assert_eq!(told.read(&wx).map(drop), wrong, "told to another force");
    let by_another = Told { officer_key: central().verifying_key().to_bytes(), ..told.clone() };
    assert_eq!(by_another.read(&nm).map(drop), wrong, "another key");
    let altered = SignedTelling::kept(told.telling.bytes().to_vec(), [5; 64]);
    assert_eq!(Told { telling: altered, ..told.clone() }.read(&nm).map(drop), wrong, "not signed");
    let newer = SignedTelling::with(&telling, sign);
    let newer = SignedTelling::kept([newer.bytes(), &[0]].concat(), newer.signature());
    assert!(matches!(Told { telling: newer, ..told.clone() }.read(&nm), Err(Failure::UpgradeNeeded { .. })));
    assert_eq!(page.verify(&ToldAsked { after: 0, ..asked.clone() }, &pinned), wrong, "another question");
    assert_eq!(page.verify(&ToldAsked { era: 8, ..asked.clone() }, &pinned), wrong, "goes on in another era");
    let twice = ToldPage::signed(form.clone(), vec![told.clone(), told.clone()], by_central);
    assert_eq!(twice.verify(&asked, &pinned), wrong, "numbers that do not grow");
    let by_officer = ToldPage::signed(form, vec![told], sign);
    assert_eq!(by_officer.verify(&asked, &pinned), wrong, "not signed by central");
}
