//! Who was shut out after a backup stays shut out when it is put back.

use crate::common::*;
use central::administration::{self, Grant, Organisation, Sees};
use central::backup::withdrawn::{self, WithdrawnAgain};
use central::{CentralError, backup};
use object_store::memory::InMemory;
use protocol::*;
use register::force::ForceCode;
use register::national::Sought;

fn partner_code() -> ForceCode {
    ForceCode::parse("ALD").unwrap()
}

fn scope(sees: Sees) -> Grant {
    let by = "Test-Wren, Ada".into();
    Grant { sees, under: None, purpose: "Children looked after".into(), by, from: None, until: None }
}

/// Two laptops of a force and one of a partner that sees its incidents, and a backup of that.
struct Yesterday {
    office: Office,
    kept: Laptop,
    lost: Laptop,
    partner: Laptop,
    folder: tempfile::TempDir,
}

impl Yesterday {
    async fn on(on: On) -> Self {
        let office = Office::on(on).await;
        let (kept, lost) = (office.laptop(1).await, office.laptop(2).await);
        for laptop in [&kept, &lost] {
            laptop.push_all(&office.centre).await;
        }
        let code_adopted = chrono::NaiveDate::from_ymd_opt(2026, 1, 5).unwrap();
        let organisation = Organisation::Partner { code_adopted };
        let (database, clock) = (office.database(), office.clock());
        let name = "Test-Alderbrook Council";
        administration::add_force(database, &partner_code(), name, &organisation, &clock).await.unwrap();
        let partner = office.laptop_of(3, partner_code()).await;
        partner.push_all(&office.centre).await;
        let sees = scope(Sees::Forces(vec![force()]));
        administration::grant_scope(database, &partner_code(), &sees, &clock).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("central.key"), [3; 32]).unwrap();
        let key_file = folder.path().join("central.key");
        let place = folder.path().join("backup");
        backup::back_up(database, &InMemory::new(), &key_file, &place).await.unwrap();
        office.pass(1_000);
        Self { office, kept, lost, partner, folder }
    }

    /// What an administrator did since.
    async fn shut_out(&self) {
        let (database, clock) = (self.office.database(), self.office.clock());
        administration::revoke_device(database, &force(), self.lost.device_id, &clock).await.unwrap();
        let officer = self.kept.founder.id;
        administration::suspend_officer(database, &force(), officer, "On leave", &clock).await.unwrap();
        let ended = scope(Sees::Nothing);
        administration::grant_scope(database, &partner_code(), &ended, &clock).await.unwrap();
        // One whose enrolment is lost with the database.
        let later = self.office.laptop(4).await;
        administration::revoke_device(database, &force(), later.device_id, &clock).await.unwrap();
    }

    fn file(&self) -> std::path::PathBuf {
        withdrawn::path(self.folder.path())
    }

    async fn put_back(&self, on: On) -> Office {
        let new = Office::empty(on).await;
        let (database, clock) = (new.database(), self.office.clock());
        let place = self.folder.path().join("backup");
        backup::restore(database, &InMemory::new(), &place, &clock).await.unwrap();
        new
    }

    async fn sought(&self, office: &Office) -> Result<(), Failure> {
        let find = Find {
            sought: Sought::Name("rowan".into()),
            officer_id: self.partner.founder.id,
            reason: "Looked for".into(),
        };
        office.centre.find(self.partner.signed(&find)).await.map(drop)
    }
}

on_both! {
    async fn what_was_withdrawn_after_a_backup_is_withdrawn_when_it_is_put_back(on: On) {
        let mut yesterday = Yesterday::on(on).await;
        yesterday.shut_out().await;
        withdrawn::keep(yesterday.office.database(), &yesterday.file()).await.unwrap();

        let before = yesterday.put_back(on).await.opened().await;
        assert!(before.centre.devices(yesterday.lost.signed(&DevicesAsked {})).await.is_ok(), "that is why");
        assert_eq!(yesterday.sought(&before).await, Ok(()), "that is why");

        let new = yesterday.put_back(on).await;
        let again = withdrawn::withdraw_again(new.database(), withdrawn::read(&yesterday.file()).unwrap()).await.unwrap();
        assert_eq!(again, WithdrawnAgain { devices: 1, officers: 1, scopes: 1 });
        let twice = withdrawn::withdraw_again(new.database(), withdrawn::read(&yesterday.file()).unwrap()).await.unwrap();
        assert_eq!(twice, WithdrawnAgain::default(), "what is known already stands as it was said first");

        let new = new.opened().await;
        new.pass(1_000);
        let lost = new.centre.devices(yesterday.lost.signed(&DevicesAsked {})).await;
        assert_eq!(lost.unwrap_err(), Failure::Revoked);
        assert_eq!(yesterday.sought(&new).await, Err(Failure::NoScope));
        yesterday.kept.record(1, "on leave");
        let pushed = yesterday.kept.push(&new.centre, yesterday.kept.written.last_chunk::<1>().unwrap()).await;
        assert_eq!(pushed.outcomes, [Outcome::Refused { code: RefusalCode::OfficerSuspended }]);
        let list = new.centre.devices(yesterday.kept.signed(&DevicesAsked {})).await.unwrap().body;
        let at = |id| list.devices.iter().find(|device| device.device_id == id).unwrap().revoked.as_ref().map(|one| one.at);
        assert_eq!((at(yesterday.lost.device_id), at(yesterday.kept.device_id)), (Some(START + 1_000), None));
        let scopes = async |office: &Office| administration::scopes(office.database(), None, &office.clock()).await.unwrap();
        let numbers = |lines: Vec<administration::ScopeLine>| lines.into_iter().map(|line| (line.number, line.withdrawn)).collect::<Vec<_>>();
        assert_eq!(numbers(scopes(&new).await), [(1, false), (2, true)]);
    }

    async fn a_file_of_another_central_or_a_damaged_one_withdraws_nothing(on: On) {
        let yesterday = Yesterday::on(on).await;
        yesterday.shut_out().await;
        withdrawn::keep(yesterday.office.database(), &yesterday.file()).await.unwrap();
        let whole = std::fs::read(yesterday.file()).unwrap();
        let new = yesterday.put_back(on).await;

        std::fs::write(yesterday.file(), &whole[..whole.len() - 1]).unwrap();
        assert!(matches!(withdrawn::read(&yesterday.file()), Err(CentralError::File { .. })));

        let key = own_key().public().0;
        let mut of_another = whole.clone();
        let at = whole.windows(32).position(|bytes| bytes == key).unwrap();
        of_another[at] ^= 1;
        std::fs::write(yesterday.file(), of_another).unwrap();
        let another = withdrawn::withdraw_again(new.database(), withdrawn::read(&yesterday.file()).unwrap()).await;
        assert!(matches!(another, Err(CentralError::Asked(why)) if why.contains("another central")));

        let new = new.opened().await;
        assert!(new.centre.devices(yesterday.lost.signed(&DevicesAsked {})).await.is_ok());
    }

    async fn central_keeps_it_when_it_starts_and_when_an_officer_revokes(on: On) {
        let yesterday = Yesterday::on(on).await;
        let office = &yesterday.office;
        let centre = central::Centre::new(central::Parts {
            database: office.database().clone(),
            key: own_key(),
            clock: office.clock(),
            limits: wide(),
            training: true,
            blobs: std::sync::Arc::new(InMemory::new()),
            withdrawn: Some(yesterday.file()),
        })
        .await
        .unwrap();
        let started = std::fs::read(yesterday.file()).unwrap();
        let asked = crate::devices::asked(&yesterday.kept, &yesterday.kept.founder, yesterday.lost.device_id, "Lost");
        centre.revoke_device(yesterday.kept.signed(&asked)).await.unwrap();
        assert_ne!(std::fs::read(yesterday.file()).unwrap(), started);
        let new = yesterday.put_back(on).await;
        let again = withdrawn::withdraw_again(new.database(), withdrawn::read(&yesterday.file()).unwrap()).await.unwrap();
        assert_eq!(again, WithdrawnAgain { devices: 1, ..WithdrawnAgain::default() });
        let left = std::fs::read_dir(yesterday.folder.path()).unwrap().count();
        assert_eq!(left, 3, "the key, the backup and the file: nothing half written is left");
    }
}
