//! How a device comes to be known, and whom central trusts from then on.

use crate::common::*;
use central::administration;
use protocol::*;
use register::Role;
use register::fact::ForceFact;

on_both! {
    async fn a_code_enrols_one_device_once_and_again_if_its_answer_was_lost(on: On) {
        let office = Office::on(on).await;
        let (laptop, thief) = (Laptop::founded(1, force()), Laptop::founded(2, force()));
        let code = office.code(&force()).await;
        let enrol = laptop.enrolment(&code);
        let enrolled = office.centre.enrol(enrol.clone()).await.unwrap().body;
        assert_eq!(enrolled.verify(&enrol), Ok(()));
        assert!(code.is_of(&enrolled.key));
        assert_eq!(enrolled.founding, laptop.written[0].hash());
        office.pass(1_000);
        assert_eq!(office.centre.enrol(enrol).await.unwrap().body, enrolled);
        assert_eq!(office.centre.enrol(thief.enrolment(&code)).await, Err(Failure::Code));
    }

    async fn a_code_that_has_run_out_or_is_another_forces_enrols_nobody(on: On) {
        let office = Office::on(on).await;
        let laptop = Laptop::founded(1, force());
        let others = office.code(&other_force()).await;
        assert_eq!(office.centre.enrol(laptop.enrolment(&others)).await, Err(Failure::Code));
        let code = office.code(&force()).await;
        office.pass(office.centre.limits().enrol_code_ms as i64);
        assert_eq!(office.centre.enrol(laptop.enrolment(&code)).await, Err(Failure::Code));
    }

    async fn a_device_proves_that_it_holds_its_key(on: On) {
        let office = Office::on(on).await;
        let laptop = Laptop::founded(1, force());
        let mut enrol = laptop.enrolment(&office.code(&force()).await);
        enrol.proof[0] ^= 1;
        assert_eq!(office.centre.enrol(enrol).await, Err(Failure::Signature));
    }

    async fn a_register_is_founded_by_its_own_first_entry(on: On) {
        let office = Office::on(on).await;
        let code = office.code(&force()).await;
        // Founded for another force.
        let mut laptop = Laptop::founded(1, other_force());
        laptop.force = force();
        assert_eq!(office.centre.enrol(laptop.enrolment(&code)).await, Err(Failure::Founding));
        // Its author is not introduced in it.
        let mut laptop = Laptop::blank(1, force());
        let created = ForceFact::RegisterCreated {
            register_id: laptop.register_id, force: force(), device_id: laptop.device_id, training: true,
        };
        laptop.record_force(vec![created, Officer::new(55, Role::DutyInspector).added()]);
        assert_eq!(office.centre.enrol(laptop.enrolment(&code)).await, Err(Failure::Founding));
        // A live register.
        let mut laptop = Laptop::blank(1, force());
        let created = ForceFact::RegisterCreated {
            register_id: laptop.register_id, force: force(), device_id: laptop.device_id, training: false,
        };
        laptop.record_force(vec![created, laptop.founder.added()]);
        assert_eq!(office.centre.enrol(laptop.enrolment(&code)).await, Err(Failure::TrainingApart));
        // The code is still good for the right one.
        let laptop = Laptop::founded(1, force());
        assert!(office.centre.enrol(laptop.enrolment(&code)).await.is_ok());
    }

    async fn a_second_device_joins_a_register_and_its_officers_sign_there(on: On) {
        let office = Office::on(on).await;
        let first = office.laptop(1).await;
        first.push_all(&office.centre).await;
        let mut second = Laptop::blank(2, force());
        second.register_id = first.register_id;
        second.founder = first.founder.clone();
        let code = office.code(&force()).await;
        office.centre.enrol(second.enrolment(&code)).await.unwrap();
        second.record(1, "written on the second");
        assert_eq!(accepted(&second.push_all(&office.centre).await), [2]);
    }

    async fn a_device_id_is_enrolled_under_one_key(on: On) {
        let office = Office::on(on).await;
        office.laptop(1).await;
        let mut copy = Laptop::founded(1, force());
        copy.key = Laptop::founded(9, force()).key;
        let code = office.code(&force()).await;
        assert_eq!(office.centre.enrol(copy.enrolment(&code)).await, Err(Failure::Taken));
    }

    async fn a_strangers_and_a_wrongly_signed_request_are_not_answered(on: On) {
        let office = Office::on(on).await;
        let stranger = Laptop::founded(3, force());
        let heads = stranger.signed(&HeadsAsked {});
        assert_eq!(office.centre.heads(heads).await, Err(Failure::NotEnrolled));
        let mut laptop = office.laptop(1).await;
        laptop.key = stranger.key;
        assert_eq!(office.centre.heads(laptop.signed(&HeadsAsked {})).await, Err(Failure::Signature));
    }

    async fn a_request_signed_at_another_time_is_told_centrals(on: On) {
        let office = Office::on(on).await;
        let mut laptop = office.laptop(1).await;
        let year = 365 * 24 * 60 * 60 * 1_000;
        for wrong in [START - year, START + year, i64::MIN, i64::MAX] {
            laptop.time = wrong;
            let said = office.centre.heads(laptop.signed(&HeadsAsked {})).await;
            let Err(Failure::Clock { time }) = said else { panic!("{said:?}") };
            laptop.time = time;
            let answer = office.centre.heads(laptop.signed(&HeadsAsked {})).await.unwrap();
            assert_eq!((answer.time, answer.clock_ahead_ms(START + 60_000)), (START, 60_000));
        }
    }

    async fn a_database_belongs_to_one_key_and_one_kind(on: On) {
        let office = Office::on(on).await;
        let parts = |key, training| central::Parts {
            database: office.database().clone(),
            key,
            clock: office.clock(),
            limits: wide(),
            training,
            blobs: std::sync::Arc::new(object_store::memory::InMemory::new()),
            withdrawn: None,
        };
        let other_key = central::Centre::new(parts(central::OwnKey::of([4; 32]), true)).await;
        assert!(matches!(other_key, Err(central::CentralError::OtherKey { .. })));
        let live = central::Centre::new(parts(own_key(), false)).await;
        assert!(matches!(live, Err(central::CentralError::OtherKind("training"))));
        assert!(central::Centre::new(parts(own_key(), true)).await.is_ok());
        let nobody = register::force::ForceCode::parse("ZZ").unwrap();
        let clock = office.clock();
        let code = administration::enrol_code(office.database(), &nobody, &own_key(), administration::Profile::Desk, 1, &clock).await;
        assert!(matches!(code, Err(central::CentralError::Asked(_))));
    }

    async fn who_founds_a_register_cannot_give_a_known_officer_another_key(on: On) {
        let office = Office::on(on).await;
        let first = office.laptop(1).await;
        first.push_all(&office.centre).await;
        let mut second = Laptop::blank(2, force());
        second.founder = Officer { key: second.founder.key.clone(), ..first.founder.clone() };
        let created = ForceFact::RegisterCreated {
            register_id: second.register_id, force: force(), device_id: second.device_id, training: true,
        };
        second.record_force(vec![created, second.founder.added()]);
        let code = office.code(&force()).await;
        assert_eq!(office.centre.enrol(second.enrolment(&code)).await, Err(Failure::Taken));
        // Nor where both were enrolled before either sent anything.
        let office = Office::on(on).await;
        let first = office.laptop(1).await;
        let code = office.code(&force()).await;
        office.centre.enrol(second.enrolment(&code)).await.unwrap();
        first.push_all(&office.centre).await;
        assert_eq!(refused(&second.push_all(&office.centre).await), [Some(RefusalCode::NotEntitled)]);
    }
}
