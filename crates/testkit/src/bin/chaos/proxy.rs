//! A proxy between one laptop and central that spoils what it is told to spoil. It reads whole requests and answers
//! of HTTP/1.1 with a stated length, so that it can repeat them and cut them at any byte.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, mpsc};

use crate::service::Address;
use crate::story::{Story, count};

/// What is done to a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// The connection is closed at once.
    Refused,
    /// So much of the request comes through, from 0 to 1, and no more.
    RequestCut(f64),
    /// It is done, and its answer is lost.
    AnswerLost,
    /// It is done, and so much of the answer comes back.
    AnswerCut(f64),
    /// It waits for so many milliseconds.
    Delayed(u64),
    /// It comes twice.
    Twice,
    /// It comes after the next one, when nobody waits for it any more.
    Late,
    /// The laptop's program ends while it waits for the answer.
    LaptopDropped,
    /// Central is killed while it works on it, and started again.
    CentralKilled,
    /// Central is killed and put back from a backup.
    CentralPutBack,
}

/// What central is to suffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blow {
    Killed,
    PutBack,
    /// The round is over: nothing more comes.
    Over,
}

/// What the proxy does next, and what it has kept.
#[derive(Default)]
struct Kept {
    /// By the number of the request in this round.
    faults: BTreeMap<u32, Fault>,
    asked: u32,
    late: Vec<Vec<u8>>,
}

pub struct Proxy {
    pub address: SocketAddr,
    central: Address,
    kept: Mutex<Kept>,
    /// Told when the laptop's program is to end.
    pub dropped: Notify,
    blows: mpsc::UnboundedSender<Blow>,
    story: Arc<Story>,
}

impl Proxy {
    /// Listen on loopback.
    pub async fn new(
        central: Address,
        blows: mpsc::UnboundedSender<Blow>,
        story: Arc<Story>,
    ) -> io::Result<Arc<Self>> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let proxy = Arc::new(Self {
            address: listener.local_addr()?,
            central,
            kept: Mutex::default(),
            dropped: Notify::new(),
            blows,
            story,
        });
        let serving = Arc::clone(&proxy);
        tokio::spawn(async move {
            while let Ok((laptop, _)) = listener.accept().await {
                let serving = Arc::clone(&serving);
                // A connection that breaks is what this is for.
                tokio::spawn(async move { serving.carry(laptop).await });
            }
        });
        Ok(proxy)
    }

    /// A new round: requests are counted from one again.
    pub fn spoil(&self, faults: BTreeMap<u32, Fault>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        (kept.faults, kept.asked) = (faults, 0);
    }

    fn next(&self) -> Option<Fault> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.asked += 1;
        let asked = kept.asked;
        kept.faults.remove(&asked)
    }

    async fn carry(&self, mut laptop: TcpStream) -> io::Result<()> {
        let mut read = Vec::new();
        while let Some(request) = message(&mut laptop, &mut read).await? {
            count(&self.story.counts.requests);
            let fault = self.next();
            if fault.is_some() {
                count(&self.story.counts.spoilt);
            }
            let Some(answer) = self.spoilt(fault, &request).await? else { return Ok(()) };
            laptop.write_all(&answer).await?;
            if matches!(fault, Some(Fault::AnswerCut(_))) {
                return Ok(());
            }
            self.send_late().await;
        }
        Ok(())
    }

    /// The answer, as far as it comes through; `None` closes the connection.
    async fn spoilt(&self, fault: Option<Fault>, request: &[u8]) -> io::Result<Option<Vec<u8>>> {
        match fault {
            None => self.ask(request).await.map(Some),
            Some(Fault::Refused) => Ok(None),
            Some(Fault::RequestCut(part)) => {
                let mut central = self.connect().await?;
                central.write_all(&request[..share(request.len(), part)]).await?;
                central.shutdown().await?;
                Ok(None)
            }
            Some(Fault::AnswerLost) => {
                self.ask(request).await?;
                Ok(None)
            }
            Some(Fault::AnswerCut(part)) => {
                let mut answer = self.ask(request).await?;
                answer.truncate(share(answer.len(), part));
                Ok(Some(answer))
            }
            Some(Fault::Delayed(millis)) => {
                tokio::time::sleep(Duration::from_millis(millis)).await;
                self.ask(request).await.map(Some)
            }
            Some(Fault::Twice) => {
                let (first, second) = tokio::join!(self.ask(request), self.ask(request));
                first.and(second).map(Some)
            }
            Some(Fault::Late) => {
                self.kept.lock().unwrap_or_else(PoisonError::into_inner).late.push(request.to_vec());
                Ok(None)
            }
            Some(Fault::LaptopDropped) => {
                let answered = self.ask(request).await;
                self.dropped.notify_one();
                answered.map(|_| None)
            }
            Some(Fault::CentralKilled) => self.blow(Blow::Killed, request).await,
            Some(Fault::CentralPutBack) => self.blow(Blow::PutBack, request).await,
        }
    }

    /// Central may have done it or not: nobody is told.
    async fn blow(&self, blow: Blow, request: &[u8]) -> io::Result<Option<Vec<u8>>> {
        let asking = self.ask(request);
        let _ = self.blows.send(blow);
        asking.await.map(Some)
    }

    async fn send_late(&self) {
        let late = std::mem::take(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner).late);
        for request in late {
            let _ = self.ask(&request).await;
        }
    }

    async fn connect(&self) -> io::Result<TcpStream> {
        let address = *self.central.lock().unwrap_or_else(PoisonError::into_inner);
        TcpStream::connect(address).await
    }

    async fn ask(&self, request: &[u8]) -> io::Result<Vec<u8>> {
        let mut central = self.connect().await?;
        central.write_all(request).await?;
        let mut read = Vec::new();
        message(&mut central, &mut read).await?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

/// So much of a length, and never all of it.
fn share(length: usize, part: f64) -> usize {
    ((length as f64 * part) as usize).min(length.saturating_sub(1))
}

/// The next whole message; `None` where the connection ends before one begins. `read` holds what came beyond it.
async fn message(stream: &mut TcpStream, read: &mut Vec<u8>) -> io::Result<Option<Vec<u8>>> {
    loop {
        if let Some(length) = length(read)
            && read.len() >= length
        {
            let rest = read.split_off(length);
            return Ok(Some(std::mem::replace(read, rest)));
        }
        if stream.read_buf(read).await? == 0 {
            return if read.is_empty() { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
        }
    }
}

/// Bytes of the message that begins here, once its head is there, and, where it comes in chunks, the last of them.
fn length(read: &[u8]) -> Option<usize> {
    let head = read.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&read[..head]).to_ascii_lowercase();
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    if field("transfer-encoding:") == Some("chunked") {
        return chunks(read, head);
    }
    Some(head + field("content-length:").and_then(|length| length.parse().ok()).unwrap_or(0))
}

/// Where the chunks end that begin there (RFC 9112, section 7.1; without trailers).
fn chunks(read: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let line = read.get(at..)?.windows(2).position(|two| two == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&read[at..at + line]).ok()?.trim(), 16).ok()?;
        at += line + 2 + size + 2;
        if size == 0 {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_ends_where_its_head_says() {
        let whole = b"POST /v1/push HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc".to_vec();
        assert_eq!(length(&whole), Some(whole.len()));
        assert_eq!(length(&whole[..30]), None);
        let next = [whole.clone(), b"POST".to_vec()].concat();
        assert_eq!(length(&next), Some(whole.len()));
    }

    #[test]
    fn a_message_in_chunks_ends_with_the_empty_one() {
        let whole =
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n"
                .to_vec();
        assert_eq!(length(&whole), Some(whole.len()));
        for end in 50..whole.len() - 4 {
            assert!(length(&whole[..end]).is_none_or(|length| length > end), "{end}");
        }
    }

    #[test]
    fn what_is_cut_is_never_whole() {
        assert_eq!((share(10, 0.0), share(10, 0.5), share(10, 1.0), share(0, 1.0)), (0, 5, 9, 0));
    }
}
