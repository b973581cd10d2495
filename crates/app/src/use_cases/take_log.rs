//! The complete log of another register: read and verified, then taken in as it was signed.

use std::fs::File;
use std::io::Seek as _;

use chrono::{DateTime, Utc};
use register::entry::{Sealed, Stream};
use register::fact::ForceFact;
use register::id::ImportId;
use register::role::Verb;
use register::{Entry, Hash};
use store::TakenIn;

use super::registers::{blocking, force_body};
use super::signed::others;
use crate::app::{App, Session, new_uuid};
use crate::error::{AppError, ErrorCode};
use crate::exchange::{FileRef, ImportRunView, LogView, ReadLog, TakeLog};
use crate::files::name_of;
use crate::log_file::{EntryText, Part, VerifiedFile, read_log as read_parts, verify_log_file};
use crate::officers;
use crate::use_cases::verify::told;
use crate::views::AppEvent;
use crate::words::with;

/// Entries taken in with one transaction, and incidents that are read ahead of it.
const BATCH: usize = 1_000;
const AHEAD: usize = 64;
/// Findings that a view shows one by one.
const SHOWN: usize = 50;

fn open(app: &App, file: &FileRef) -> Result<(String, File), AppError> {
    let path = app.chosen(file, "file")?;
    let opened = File::open(&path);
    let opened = opened.map_err(|_| AppError::new(ErrorCode::Input, "error-file-not-read").at("file"))?;
    Ok((name_of(&path), opened))
}

async fn verified(file: File) -> Result<(File, VerifiedFile), AppError> {
    blocking(move || {
        let verified = verify_log_file(&file)?;
        Ok((file, verified))
    })
    .await?
}

/// What a file of the complete log holds, and whether it is as it was signed. Nothing is taken in.
pub async fn read_log(app: &App, command: ReadLog) -> Result<LogView, AppError> {
    app.session_for(Verb::Import).await?;
    let (name, file) = open(app, &command.file)?;
    let (_, verified) = verified(file).await?;
    Ok(LogView {
        file: name,
        sound: verified.sound,
        incidents: verified.incidents,
        entries: verified.entries,
        given_out: verified.given_out,
        first_key: verified.first_key,
        findings: verified.findings.into_iter().take(SHOWN).collect(),
        notices: verified.notices.into_iter().take(SHOWN).collect(),
    })
}

/// Take it in. Every entry stays byte for byte what was signed; what is here already is not taken twice, so
/// that the same file goes on where it was stopped.
pub async fn take_log(app: &App, command: TakeLog) -> Result<ImportRunView, AppError> {
    let session = app.session_for(Verb::Import).await?;
    let (name, file) = open(app, &command.file)?;
    let (mut file, verified) = verified(file).await?;
    if !verified.sound {
        let first = verified.findings.first().cloned().unwrap_or_default();
        return Err(
            AppError::with(ErrorCode::Input, "error-log-not-sound", &[("finding", &first)]).at("file")
        );
    }
    if !verified.notices.is_empty() && !command.recovered_keys {
        return Err(AppError::field("recovered_keys", "error-log-recovered-keys"));
    }
    file.rewind().map_err(|_| AppError::new(ErrorCode::Input, "error-file-not-read").at("file"))?;
    let (parts, mut coming) = tokio::sync::mpsc::channel(AHEAD);
    let reading =
        tokio::task::spawn_blocking(move || read_parts(file, |part| parts.blocking_send(part).is_ok()));
    app.set_cancelled(false);
    let mut taking = Taking {
        app,
        session: &session,
        import_id: new_import(app, &session),
        batch: Vec::new(),
        sum: TakenIn::default(),
    };
    let mut whole = false;
    while let Some(part) = coming.recv().await {
        match part {
            Part::Begins { given_out, signers } => {
                may_stand_here(&session, given_out.training).await?;
                taking.signers(&signers, &name, &verified).await?;
            }
            Part::Incident(incident) => taking.entries(&incident.entries).await?,
            Part::Ends { log_hash, .. } => whole = log_hash.to_string() == verified.log_hash,
        }
        if app.cancelled() {
            break;
        }
    }
    taking.flush().await?;
    drop(coming);
    let _ = reading.await;
    app.tell(AppEvent::Changed { incident_id: None });
    let TakenIn { new, held, refused } = taking.sum;
    let rejected = refused.len() as u64;
    let n = |n: u64| n.to_string();
    let key = if whole { "log-taken" } else { "log-stopped" };
    Ok(ImportRunView {
        import_id: taking.import_id,
        read: new + held + rejected,
        new,
        changed: 0,
        held,
        rejected,
        whole,
        line: with(key, &[("new", &n(new)), ("held", &n(held)), ("rejected", &n(rejected))]),
    })
}

/// Invented people never stand beside live records, nor the other way round: a training register's log is for
/// one that holds nothing else.
async fn may_stand_here(session: &Session, training: bool) -> Result<(), AppError> {
    let refused = || AppError::new(ErrorCode::Input, "error-log-training").at("file");
    match (training, session.training()) {
        (true, true) | (false, false) => Ok(()),
        (false, true) => Err(refused()),
        (true, false) => {
            let entries = session.vault.force_entries(session.register_id).await?;
            let goes_on =
                entries.iter().flat_map(Entry::facts).any(|fact| matches!(fact, ForceFact::LogTaken { .. }));
            let empty = session.vault.incident_ids().await?.is_empty();
            if empty || goes_on { Ok(()) } else { Err(refused()) }
        }
    }
}

fn new_import(app: &App, session: &Session) -> ImportId {
    ImportId(new_uuid(app.now_for(session.kind)))
}

struct Taking<'a> {
    app: &'a App,
    session: &'a Session,
    import_id: ImportId,
    batch: Vec<Sealed>,
    sum: TakenIn,
}

impl Taking<'_> {
    /// Whose signatures the file rests on: written down before any of their entries, so that `verify` knows them.
    async fn signers(
        &mut self,
        texts: &[EntryText],
        name: &str,
        verified: &VerifiedFile,
    ) -> Result<(), AppError> {
        let sealed: Vec<Sealed> = texts.iter().filter_map(EntryText::sealed).collect();
        let entries: Vec<Entry<ForceFact>> = sealed.iter().filter_map(Sealed::open_or_altered).collect();
        let known = others(self.session).await?;
        let own = (self.session.register_id, self.session.vault.device_id());
        let of_others = officers::registers(&entries).into_iter().filter_map(|(_, founded)| founded);
        // What a file says of this register's own officers is not listened to.
        for other in of_others.filter(|other| other.register_id != own.0 && !other.devices.contains(&own.1)) {
            let stream = Stream::Force(other.register_id);
            let of_stream = sealed.iter().zip(&entries).filter(|(_, entry)| entry.header.stream == stream);
            self.batch.extend(of_stream.map(|(sealed, _)| sealed.clone()));
            match known.iter().find(|known| known.register_id == other.register_id) {
                Some(known) if known.first_key.as_ref().is_some_and(|key| *key != other.first_key) => {
                    return Err(AppError::new(ErrorCode::Input, "error-log-other-key").at("file"));
                }
                Some(_) => continue,
                None => {}
            }
            let now = self.now();
            let fact = ForceFact::LogTaken {
                import_id: self.import_id,
                register_id: other.register_id,
                force: other.force,
                first_key: other.first_key,
                file: name.to_owned(),
                log_hash: Hash::from_hex(&verified.log_hash).unwrap_or(Hash::ZERO),
                incidents: verified.incidents,
                entries: verified.entries,
            };
            let body = force_body(self.session.author(), now, vec![fact]);
            let (register_id, writing) = (self.session.register_id, self.session.writing(now));
            self.session.vault.act_on_force(register_id, writing, |_| Ok::<_, AppError>(body)).await?;
        }
        self.flush().await?;
        // Those are the register's own papers, no incident's.
        self.sum = TakenIn::default();
        Ok(())
    }

    async fn entries(&mut self, texts: &[EntryText]) -> Result<(), AppError> {
        self.batch.extend(texts.iter().filter_map(EntryText::sealed));
        if self.batch.len() >= BATCH { self.flush().await } else { Ok(()) }
    }

    async fn flush(&mut self) -> Result<(), AppError> {
        let batch = std::mem::take(&mut self.batch);
        let ahead_ms = self.session.thresholds().clock_ahead_ms();
        let taken = self.session.vault.take_in(&batch, self.now(), ahead_ms).await?;
        self.sum.new += taken.new;
        self.sum.held += taken.held;
        self.sum.refused.extend(taken.refused);
        self.app.touch();
        told(self.app, "progress-log", self.sum.new + self.sum.held);
        Ok(())
    }

    fn now(&self) -> DateTime<Utc> {
        self.app.now_for(self.session.kind)
    }
}
