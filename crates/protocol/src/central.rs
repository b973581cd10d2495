//! The contract.

use std::future::Future;

use crate::{
    AcceptTold, Answer, BackFill, BackFilled, BlobAsked, BlobHeld, Checkpoint, Checkpointed, CodeAsked,
    CodeOf, DeviceList, DevicesAsked, Digest, DigestAsked, Enrol, Enrolled, Failure, Find, Found, Heads,
    HeadsAsked, Hello, LooksAtOurs, LooksByOthers, LooksTaken, National, NationalPage, Open, Opened, Page,
    PartAsked, PartGiven, PartPut, Pictures, PicturesGiven, Pull, Push, Pushed, Relay, Relayed, RevokeDevice,
    Signed, Tell, ToldAsked, ToldPage, ToldState, ToldStateAsked, ToldStates, UploadLooks, Wake, Watch,
    Welcome,
};

/// An answer, or why there is none.
pub type Said<T> = Result<Answer<T>, Failure>;

/// Wakes as they come.
pub trait Wakes: Send {
    /// The next one; `None` when the stream has ended and must be asked for again. A wake may be lost or
    /// come twice: it says that a pull is worth while, and nothing rests on it.
    fn next(&mut self) -> impl Future<Output = Option<Wake>> + Send;
}

/// What a laptop may ask of the central service. Every method may fail with [`Failure::Busy`],
/// [`Failure::Unavailable`] and, over a network, [`Failure::Unreachable`] and [`Failure::NotCentral`]; those
/// that take a [`Signed`] request also with [`Failure::UpgradeNeeded`], [`Failure::Clock`],
/// [`Failure::NotEnrolled`], [`Failure::Revoked`], [`Failure::Signature`] and [`Failure::Malformed`]. Every
/// method may be called again with the same request: doing it twice is doing it once.
pub trait Central: Send + Sync {
    /// How this one wakes.
    type Wakes: Wakes;

    /// What central is, and its time.
    ///
    /// # Errors
    /// [`Failure::UpgradeNeeded`].
    fn hello(&self, hello: Hello) -> impl Future<Output = Said<Welcome>> + Send;

    /// Make a device known, with a one-time code.
    ///
    /// # Errors
    /// [`Failure::Code`], [`Failure::CodeNotGood`], [`Failure::Founding`], [`Failure::Taken`],
    /// [`Failure::TrainingApart`], [`Failure::Signature`], [`Failure::UpgradeNeeded`].
    fn enrol(&self, enrol: Enrol) -> impl Future<Output = Said<Enrolled>> + Send;

    /// Whom a one-time code is for.
    ///
    /// # Errors
    /// [`Failure::Code`], [`Failure::CodeNotGood`], [`Failure::UpgradeNeeded`].
    fn code_of(&self, asked: CodeAsked) -> impl Future<Output = Said<CodeOf>> + Send;

    /// Send entries. All outcomes are committed before they are answered. A revoked device is answered too:
    /// what it sends is kept apart.
    ///
    /// # Errors
    /// [`Failure::TooLarge`] where the batch is.
    fn push(&self, push: Signed<Push>) -> impl Future<Output = Said<Pushed>> + Send;

    /// Give back entries that other devices wrote. All outcomes are committed before they are answered.
    ///
    /// # Errors
    /// [`Failure::TooLarge`] where the batch is. A central that does not know the verb is met as
    /// [`Failure::NotCentral`].
    fn relay(&self, relay: Signed<Relay>) -> impl Future<Output = Said<Relayed>> + Send;

    /// A page of a force's ledger.
    ///
    /// # Errors
    /// [`Failure::NotEntitled`].
    fn pull(&self, pull: Signed<Pull>) -> impl Future<Output = Said<Page>> + Send;

    /// The newest position of each ledger that the device may read.
    ///
    /// # Errors
    /// Those of every signed request.
    fn heads(&self, asked: Signed<HeadsAsked>) -> impl Future<Output = Said<Heads>> + Send;

    /// What a stream holds at a position.
    ///
    /// # Errors
    /// [`Failure::NotEntitled`]; [`Failure::NotFound`] where the position has not been reached.
    fn digest(&self, asked: Signed<DigestAsked>) -> impl Future<Output = Said<Digest>> + Send;

    /// Say where the device's chain ends.
    ///
    /// # Errors
    /// [`Failure::Signature`].
    fn checkpoint(&self, checkpoint: Signed<Checkpoint>) -> impl Future<Output = Said<Checkpointed>> + Send;

    /// Upload looks.
    ///
    /// # Errors
    /// [`Failure::LooksElsewhere`] where they do not continue the chain; [`Failure::TooLarge`].
    fn looks(&self, looks: Signed<UploadLooks>) -> impl Future<Output = Said<LooksTaken>> + Send;

    /// What central has of a blob.
    ///
    /// # Errors
    /// Those of every signed request.
    fn blob(&self, asked: Signed<BlobAsked>) -> impl Future<Output = Said<BlobHeld>> + Send;

    /// Send a part of a blob.
    ///
    /// # Errors
    /// [`Failure::PartElsewhere`], [`Failure::BlobDiffers`], [`Failure::TooLarge`].
    fn put_part(&self, put: Signed<PartPut>) -> impl Future<Output = Said<BlobHeld>> + Send;

    /// A part of a blob.
    ///
    /// # Errors
    /// [`Failure::NotFound`] where it is not held in whole.
    fn get_part(&self, asked: Signed<PartAsked>) -> impl Future<Output = Said<PartGiven>> + Send;

    /// Changes of the national index, as far as it may be seen.
    ///
    /// # Errors
    /// [`Failure::NoScope`] for an organisation that is not police and that no scope grants anything.
    fn national(&self, asked: Signed<National>) -> impl Future<Output = Said<NationalPage>> + Send;

    /// Search the national index, as far as it may be seen.
    ///
    /// # Errors
    /// [`Failure::NoScope`] as for its changes; [`Failure::NotEntitled`] for whoever is no officer of the force; [`Failure::Malformed`] without a reason, or where nothing is sought.
    fn find(&self, find: Signed<Find>) -> impl Future<Output = Said<Found>> + Send;

    /// Open an extract of the national index.
    ///
    /// # Errors
    /// As for a search; [`Failure::NotFound`] where the incident is not, or no longer, in the index, or may not be seen.
    fn opened(&self, open: Signed<Open>) -> impl Future<Output = Said<Opened>> + Send;

    /// The small photographs of incidents that a search has just answered.
    ///
    /// # Errors
    /// As for a search; [`Failure::TooLarge`] for more than are given at once. What may not be seen is left out.
    fn pictures(&self, asked: Signed<Pictures>) -> impl Future<Output = Said<PicturesGiven>> + Send;

    /// Looks by other forces at the own incidents.
    ///
    /// # Errors
    /// [`Failure::NotEntitled`] for an organisation that is not police.
    fn looks_at_ours(&self, asked: Signed<LooksAtOurs>) -> impl Future<Output = Said<LooksByOthers>> + Send;

    /// Tell another force of a sighting.
    ///
    /// # Errors
    /// [`Failure::NotEntitled`] for an organisation that is not police, and for whoever is no officer of the
    /// force; [`Failure::Signature`] where none of the officer's keys signed it; [`Failure::NotFound`] where the
    /// incident is not one of that force; [`Failure::Taken`] where another telling has this id;
    /// [`Failure::Malformed`] where too much or too little is said.
    fn tell(&self, tell: Signed<Tell>) -> impl Future<Output = Said<ToldState>> + Send;

    /// What other forces told the own.
    ///
    /// # Errors
    /// [`Failure::NotEntitled`] for an organisation that is not police.
    fn told(&self, asked: Signed<ToldAsked>) -> impl Future<Output = Said<ToldPage>> + Send;

    /// Say that a telling was taken into the record.
    ///
    /// # Errors
    /// [`Failure::NotEntitled`] as for a telling; [`Failure::NotFound`] where it was not told to the own force;
    /// [`Failure::Malformed`] without a name.
    fn accept_told(&self, accept: Signed<AcceptTold>) -> impl Future<Output = Said<ToldState>> + Send;

    /// How far what the own force told others has come.
    ///
    /// # Errors
    /// [`Failure::NotEntitled`] for an organisation that is not police; [`Failure::TooLarge`].
    fn told_state(&self, asked: Signed<ToldStateAsked>) -> impl Future<Output = Said<ToldStates>> + Send;

    /// The devices of the own force.
    ///
    /// # Errors
    /// Those of every signed request.
    fn devices(&self, asked: Signed<DevicesAsked>) -> impl Future<Output = Said<DeviceList>> + Send;

    /// Revoke a device of the own force; answered with the devices as they are then.
    ///
    /// # Errors
    /// [`Failure::NotEntitled`] where the officer is not known, is suspended, or may not enrol;
    /// [`Failure::Signature`] where they did not sign it; [`Failure::Malformed`] without a reason;
    /// [`Failure::NotFound`] where the force has no such device.
    fn revoke_device(&self, revoke: Signed<RevokeDevice>) -> impl Future<Output = Said<DeviceList>> + Send;

    /// Take an older incident of the own force into what this device is given.
    ///
    /// # Errors
    /// [`Failure::NotEntitled`] where the officer is not known or is suspended; [`Failure::Malformed`] without a reason.
    fn back_fill(&self, asked: Signed<BackFill>) -> impl Future<Output = Said<BackFilled>> + Send;

    /// Be woken. The first wake comes at once, with the head as it stands.
    ///
    /// # Errors
    /// Those of every signed request.
    fn watch(&self, watch: Signed<Watch>) -> impl Future<Output = Result<Self::Wakes, Failure>> + Send;
}
