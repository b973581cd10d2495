//! A rule that is broken in the state which an entry's `seen` names is refused here, whatever program wrote it.

use crate::common::*;
use central::administration;
use chrono::DateTime;
use ed25519_dalek::Signer as _;
use protocol::*;
use register::entry::confirmation_payload;
use register::fact::{ClosedBecause, Confirmation, ExceptionKind, Grade, Rationale};
use register::*;

use crate::national::{located, stub};

fn graded(grade: Grade) -> IncidentFact {
    IncidentFact::RiskAssessed {
        grade,
        factors: vec![],
        rationale: Rationale::default(),
        next_review_at: DateTime::UNIX_EPOCH,
        lowered_because: None,
        beside: None,
    }
}

fn closed(because: ClosedBecause) -> IncidentFact {
    IncidentFact::Closed { because, summary: "home".into() }
}

on_both! {
    async fn a_grade_lowered_out_of_sight_and_a_closure_of_nobody_seen_are_refused_and_block_nothing(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        let inspector = laptop.founder.clone();
        let report = laptop.say(1, None, &inspector, stub(&force(), &[]));
        let high = laptop.say(1, Some(&report), &inspector, vec![graded(Grade::High)]);
        let low = laptop.say(1, Some(&high), &inspector, vec![graded(Grade::Low)]);
        laptop.say(1, Some(&high), &inspector, vec![closed(ClosedBecause::Located)]);
        // In sight of what was refused alone, which is not here.
        laptop.say(1, Some(&low), &inspector, vec![graded(Grade::High)]);
        laptop.record(1, "behind it");
        let broken = Some(RefusalCode::BrokenRule);
        assert_eq!(
            refused(&laptop.push_all(&office.centre).await),
            [None, None, None, broken, broken, Some(RefusalCode::Waits), None]
        );
        // Judged by the log, held or read, as in one batch.
        let located = laptop.say(1, Some(&high), &inspector, vec![located()]);
        laptop.say(1, Some(&high), &inspector, vec![graded(Grade::Medium)]);
        laptop.say(1, Some(&located), &inspector, vec![closed(ClosedBecause::Located)]);
        assert_eq!(
            refused(&laptop.push_all(&office.centre).await)[7..],
            [None, broken, broken],
            "a closure from a screen that showed nothing"
        );
        let again = office.another().await;
        laptop.say(1, Some(&high), &inspector, vec![graded(Grade::VeryLow)]);
        laptop.say(1, Some(&high), &inspector, vec![graded(Grade::High)]);
        assert_eq!(refused(&laptop.push_all(&again).await)[10..], [broken, None], "by another process");
        assert!(central::verify::verify(office.database()).await.unwrap().is_sound());
    }

    async fn what_its_author_had_not_seen_is_no_broken_rule(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        let inspector = laptop.founder.clone();
        let report = laptop.say(1, None, &inspector, stub(&force(), &[]));
        laptop.say(1, Some(&report), &inspector, vec![graded(Grade::High)]);
        laptop.say(1, Some(&report), &inspector, vec![graded(Grade::Low)]);
        assert_eq!(refused(&laptop.push_all(&office.centre).await), [None; 4]);
    }

    async fn an_officer_does_no_more_than_their_role_may_and_claims_no_other(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        let (handler, auditor) = (Officer::new(5, Role::CallHandler), Officer::new(6, Role::Auditor));
        laptop.record_force(vec![handler.added(), auditor.added()]);
        let report = laptop.say(1, None, &handler, stub(&force(), &[]));
        laptop.say(1, Some(&report), &handler, vec![graded(Grade::Medium)]);
        let review = IncidentFact::Reviewed { summary: "quiet".into(), next_review_at: DateTime::UNIX_EPOCH };
        laptop.say(1, Some(&report), &handler, vec![review]);
        laptop.say(1, Some(&report), &auditor, vec![IncidentFact::Noted { text: "seen".into() }]);
        let claims = Officer { role: Role::DutyInspector, ..handler };
        laptop.say(1, Some(&report), &claims, vec![IncidentFact::Noted { text: "as inspector".into() }]);
        let no_right = Some(RefusalCode::NotEntitled);
        assert_eq!(
            refused(&laptop.push_all(&office.centre).await),
            [None, None, None, None, no_right, no_right, no_right]
        );
    }

    async fn a_second_officers_word_is_theirs(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        let inspector = laptop.founder.clone();
        let (second, unknown) = (Officer::new(5, Role::Supervisor), Officer::new(6, Role::Supervisor));
        laptop.record_force(vec![second.added()]);
        let report = laptop.say(1, None, &inspector, stub(&force(), &[]));
        let register::entry::Stream::Incident(incident) = laptop.incident(1) else { unreachable!() };
        let kind = ExceptionKind::ReportWithdrawn;
        let by = |officer: &Officer, signs: &Officer, reason: &str| {
            let at = DateTime::UNIX_EPOCH;
            let signature = signs.key.sign(&confirmation_payload(incident, kind, reason, at));
            let confirmation = Confirmation {
                officer_id: officer.id,
                name: "Test-Wren, Otto".into(),
                role: officer.role,
                at,
                signature: signature.to_bytes().map(|byte| format!("{byte:02x}")).concat(),
            };
            vec![closed(ClosedBecause::Exception { kind, reason: "by mistake".into(), confirmation })]
        };
        for facts in [
            by(&second, &unknown, "by mistake"),
            by(&second, &second, "for another reason"),
            by(&unknown, &unknown, "by mistake"),
            by(&inspector, &inspector, "by mistake"),
        ] {
            laptop.say(1, Some(&report), &inspector, facts);
        }
        laptop.say(1, Some(&report), &inspector, by(&second, &second, "by mistake"));
        let broken = Some(RefusalCode::BrokenRule);
        assert_eq!(
            refused(&laptop.push_all(&office.centre).await)[3..],
            [broken, broken, broken, broken, None]
        );
        let listed = administration::quarantine(office.database(), None).await.unwrap();
        assert_eq!(listed.len(), 4);
    }
}
