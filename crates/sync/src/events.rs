//! Wakes out of a stream of server-sent events
//! (<https://html.spec.whatwg.org/multipage/server-sent-events.html>). Only `data` lines count; whatever else
//! comes (signs of life, other fields) is passed over.

use std::time::Duration;

use protocol::{Wake, Wakes};
use reqwest::Response;

/// Bytes without an end of line after which this is no event stream.
const LONGEST_LINE: usize = 64 * 1024;

/// The event stream of one connection.
#[derive(Debug)]
pub struct HttpWakes {
    response: Response,
    silent_within: Duration,
    lines: Lines,
}

impl HttpWakes {
    pub(crate) fn new(response: Response, silent_within: Duration) -> Self {
        Self { response, silent_within, lines: Lines::default() }
    }
}

impl Wakes for HttpWakes {
    async fn next(&mut self) -> Option<Wake> {
        loop {
            if let Some(wake) = self.lines.wake() {
                return Some(wake);
            }
            if self.lines.0.len() > LONGEST_LINE {
                return None;
            }
            // Silent for too long: the line is dead, or something in between holds it back. Ask anew.
            let chunk = tokio::time::timeout(self.silent_within, self.response.chunk()).await;
            self.lines.0.extend_from_slice(&chunk.ok()?.ok()??);
        }
    }
}

/// Bytes that came and were not read yet.
#[derive(Debug, Default)]
struct Lines(Vec<u8>);

impl Lines {
    /// The next wake in what has come, up to the last whole line.
    fn wake(&mut self) -> Option<Wake> {
        while let Some(end) = self.0.iter().position(|byte| *byte == b'\n' || *byte == b'\r') {
            let line: Vec<u8> = self.0.drain(..=end).collect();
            let line = String::from_utf8_lossy(&line);
            if let Some(data) = line.trim_end().strip_prefix("data:")
                && let Some(wake) = Wake::from_text(data.trim_start())
            {
                return Some(wake);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wakes_are_read_however_the_stream_is_cut_up() {
        let stream = b": alive\n\ndata: NM 4\n\nevent: x\r\ndata:NM 5\r\ndata: nothing\ndata: WX 1\n";
        for size in 1..stream.len() {
            let (mut lines, mut heads) = (Lines::default(), Vec::new());
            for chunk in stream.chunks(size) {
                lines.0.extend_from_slice(chunk);
                while let Some(wake) = lines.wake() {
                    heads.push(wake.head);
                }
            }
            assert_eq!(heads, [4, 5, 1], "in pieces of {size}");
        }
    }
}
