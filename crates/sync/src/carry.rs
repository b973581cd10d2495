//! What travels beside the entries, on a channel of its own: looks go up, photographs go both ways in parts, small
//! ones first. It may be cut off anywhere: what was answered is kept, and the next time goes on from there.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use protocol::{
    BlobAsked, BlobHeld, BlobPart, BlobState, Central, Failure, Hello, LooksTaken, PartAsked, PartGiven,
    PartPut, Request, Signed, UploadLooks,
};
use register::Hash;
use store::{BlobToSend, Enrolment};

use crate::error::SyncError;
use crate::exchange::{Device, ask_signed, sign};

/// Looks in one upload.
const LOOKS: u32 = 500;
/// Bytes of a part that is asked for or sent; central may give fewer.
const PART: u32 = 256 * 1024;

/// What was carried.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carried {
    pub looks: u64,
    /// Changes of the national index.
    pub national: u64,
    pub blobs_sent: u64,
    pub blobs_came: u64,
}

/// Photographs that central did not hold when they were asked for. Each is asked for ever more seldom, counted in times
/// that something was carried: one that will never come must not keep the others, nor what is pushed, waiting.
#[derive(Clone, Debug, Default)]
pub struct Absent(HashMap<Hash, Missed>);

#[derive(Clone, Copy, Debug)]
struct Missed {
    times: u32,
    /// It is passed over so often before it is asked for again.
    left: u32,
}

/// Times that one is passed over at most.
const PASSED_OVER: u32 = 32;

impl Absent {
    /// Whether it is asked for this time.
    fn asks(&mut self, blob: Hash) -> bool {
        match self.0.get_mut(&blob) {
            Some(missed) if missed.left > 0 => {
                missed.left -= 1;
                false
            }
            _ => true,
        }
    }

    fn missed(&mut self, blob: Hash) {
        let missed = self.0.entry(blob).or_insert(Missed { times: 0, left: 0 });
        missed.left = 2u32.saturating_pow(missed.times).min(PASSED_OVER);
        missed.times = missed.times.saturating_add(1);
    }
}

/// Carry what there is. `came` is told whenever a photograph is here in whole.
///
/// # Errors
/// [`SyncError`].
pub async fn carry<C: Central>(
    central: &C,
    device: Device<'_>,
    absent: &mut Absent,
    now: impl Fn() -> DateTime<Utc> + Send + Sync,
    mut came: impl FnMut(Hash) + Send,
) -> Result<Carried, SyncError> {
    let mut carrier = Carrier::begin(central, device, now).await?;
    carrier.looks().await?;
    carrier.national().await?;
    carrier.send().await?;
    carrier.fetch(absent, &mut came).await?;
    Ok(carrier.done)
}

/// Asks central as the device.
pub(crate) struct Carrier<'a, C, N> {
    pub central: &'a C,
    pub device: Device<'a>,
    pub enrolment: Enrolment,
    pub offset_ms: i64,
    pub now: N,
    pub done: Carried,
}

impl<C, N> Carrier<'_, C, N>
where
    C: Central,
    N: Fn() -> DateTime<Utc> + Send + Sync,
{
    /// Nothing is signed for, nor sent to, anybody but the pinned central.
    pub(crate) async fn begin<'c>(
        central: &'c C,
        device: Device<'c>,
        now: N,
    ) -> Result<Carrier<'c, C, N>, SyncError> {
        let enrolment = device.vault.enrolment().await?.ok_or(SyncError::NotEnrolled)?;
        let welcome = central.hello(Hello::default()).await?;
        if welcome.body.key != enrolment.central_key {
            return Err(Failure::NotCentral.into());
        }
        let offset_ms = welcome.time.saturating_sub(now().timestamp_millis());
        Ok(Carrier { central, device, enrolment, offset_ms, now, done: Carried::default() })
    }

    async fn looks(&mut self) -> Result<(), SyncError> {
        let vault = self.device.vault;
        let mut led_back = false;
        loop {
            let (after, previous, looks) = vault.looks_to_send(LOOKS).await?;
            if looks.is_empty() {
                return Ok(());
            }
            let upload = UploadLooks { after, previous, looks };
            let taken: Result<LooksTaken, Failure> = ask_signed!(self, looks, upload.clone());
            match taken {
                Ok(taken) if taken.head == upload.head() => {
                    self.done.looks += upload.looks.len() as u64;
                    vault.looks_sent(taken.head.look_seq).await?;
                }
                // Another chain of looks under this device's name.
                Ok(_) => return Err(SyncError::Forked),
                // Central has fewer, having been put back, or more, the answer having been lost.
                Err(Failure::LooksElsewhere { have }) if !led_back && have <= vault.look_head().await?.0 => {
                    led_back = true;
                    vault.looks_sent(have).await?;
                }
                Err(Failure::LooksElsewhere { .. }) => return Err(SyncError::Forked),
                Err(failure) => return Err(failure.into()),
            }
        }
    }

    async fn send(&mut self) -> Result<(), SyncError> {
        let (mut last, mut failing) = (None, Failing::default());
        while let Some(blob) = self.device.vault.blob_to_send(last).await? {
            last = Some(blob);
            if failing.passed(self.send_one(blob).await)? == Some(true) {
                self.device.vault.blob_sent(blob.hash).await?;
                self.done.blobs_sent += 1;
            }
        }
        failing.end()
    }

    /// False where central takes none of this size.
    async fn send_one(&mut self, blob: BlobToSend) -> Result<bool, SyncError> {
        let held: Result<BlobHeld, Failure> = ask_signed!(self, blob, BlobAsked { blob: blob.hash });
        let mut state = held?.state;
        loop {
            let offset = match state {
                BlobState::Whole { .. } => return Ok(true),
                BlobState::Begun { have, .. } => have,
                BlobState::Absent => 0,
            };
            let bytes = self.device.vault.blob_stretch(blob.hash, offset, PART).await?;
            let put = PartPut { blob: blob.hash, size: blob.size, part: BlobPart { offset, bytes } };
            let held: Result<BlobHeld, Failure> = ask_signed!(self, put_part, put.clone());
            state = match held {
                Ok(held) => held.state,
                Err(Failure::PartElsewhere { have }) => BlobState::Begun { have, size: blob.size },
                Err(Failure::TooLarge { limit }) => {
                    tracing::warn!(limit, size = blob.size, "a photograph is larger than central takes");
                    return Ok(false);
                }
                // Central lost a part of it and begins anew: it is sent whole the next time.
                Err(Failure::BlobDiffers) => return Ok(false),
                Err(failure) => return Err(failure.into()),
            };
        }
    }

    async fn fetch(&mut self, absent: &mut Absent, came: &mut impl FnMut(Hash)) -> Result<(), SyncError> {
        let wanted = self.device.vault.blobs_wanted().await?;
        absent.0.retain(|blob, _| wanted.contains(blob));
        let mut failing = Failing::default();
        for blob in wanted {
            if !absent.asks(blob) {
                continue;
            }
            match failing.passed(self.fetch_one(blob).await)? {
                Some(true) => {
                    self.done.blobs_came += 1;
                    came(blob);
                }
                Some(false) => absent.missed(blob),
                None => {}
            }
        }
        failing.end()
    }

    /// False where central does not hold it yet, or what it gave was another.
    async fn fetch_one(&mut self, blob: Hash) -> Result<bool, SyncError> {
        let vault = self.device.vault;
        let mut offset = vault.blob_begun(blob).await?;
        loop {
            let asked = PartAsked { blob, offset, limit: PART };
            let given: Result<PartGiven, Failure> = ask_signed!(self, get_part, asked);
            let given = match given {
                Ok(given) => given,
                Err(Failure::NotFound) => return Ok(false),
                Err(failure) => return Err(failure.into()),
            };
            if given.part.offset != offset {
                return Err(Failure::NotCentral.into());
            }
            let whole = given.part.bytes.is_empty() || offset + given.part.bytes.len() as u64 >= given.size;
            if !given.part.bytes.is_empty() {
                let bytes = given.part.bytes;
                let len = bytes.len() as u64;
                vault.blob_part(blob, offset, bytes).await?;
                offset += len;
            }
            if whole {
                return Ok(vault.blob_came(blob, media_type).await?);
            }
        }
    }

    pub(crate) fn reckon(&mut self, time: i64) {
        self.offset_ms = time.saturating_sub((self.now)().timestamp_millis());
    }

    pub(crate) fn signed<R: Request>(&self, request: &R) -> Signed<R> {
        let at = (self.now)().timestamp_millis().saturating_add(self.offset_ms);
        sign(&self.device, &self.enrolment, at, request)
    }
}

/// Central failing on one photograph does not hold up those behind it; failing on several that follow each other, it is
/// left alone until the next time.
#[derive(Default)]
struct Failing {
    in_a_row: u32,
    last: Option<SyncError>,
}

/// So many that follow each other.
const IN_A_ROW: u32 = 3;

impl Failing {
    /// What became of one; `None` where central failed on it.
    fn passed(&mut self, done: Result<bool, SyncError>) -> Result<Option<bool>, SyncError> {
        match done {
            Err(failure @ SyncError::Central(Failure::Unavailable)) => {
                self.in_a_row += 1;
                if self.in_a_row >= IN_A_ROW {
                    return Err(failure);
                }
                self.last = Some(failure);
                Ok(None)
            }
            done => {
                self.in_a_row = 0;
                done.map(Some)
            }
        }
    }

    /// What failed is told once all others were tried.
    fn end(self) -> Result<(), SyncError> {
        self.last.map_or(Ok(()), Err)
    }
}

/// By the first bytes, as the formats' own descriptions give them.
fn media_type(bytes: &[u8]) -> &'static str {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "image/webp",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photograph_that_central_does_not_hold_is_asked_for_ever_more_seldom() {
        let (mut absent, there) = (Absent::default(), Hash::of(b"there"));
        let blob = Hash::of(b"never comes");
        let asked: Vec<u32> = (0..200)
            .filter(|_| {
                assert!(absent.asks(there), "others wait for nothing");
                let asks = absent.asks(blob);
                if asks {
                    absent.missed(blob);
                }
                asks
            })
            .collect();
        assert_eq!(asked, [0, 2, 5, 10, 19, 36, 69, 102, 135, 168]);
    }

    #[test]
    fn central_failing_on_one_holds_up_none_behind_it_and_on_three_in_a_row_all() {
        let unavailable = || Err(SyncError::Central(Failure::Unavailable));
        let mut failing = Failing::default();
        for _ in 0..4 {
            assert!(matches!(failing.passed(unavailable()), Ok(None)));
            assert!(matches!(failing.passed(unavailable()), Ok(None)));
            assert!(matches!(failing.passed(Ok(true)), Ok(Some(true))));
        }
        assert!(matches!(failing.passed(unavailable()), Ok(None)));
        assert!(matches!(failing.passed(unavailable()), Ok(None)));
        assert!(failing.passed(unavailable()).is_err());
        assert!(failing.end().is_err(), "it is told in the end");
        let gone = Err(SyncError::Central(Failure::Unreachable));
        assert!(Failing::default().passed(gone).is_err(), "a line that is gone fails on all of them");
        assert!(Failing::default().end().is_ok());
    }
}
