//! Event streams of the fake.

use std::task::Poll;

use register::force::ForceCode;

use super::FakeCentral;
use crate::{Wake, Wakes};

/// Wakes of the fake: each time the head is another than the one last told, or a telling has come further.
#[derive(Debug)]
pub struct FakeWakes {
    pub(super) central: FakeCentral,
    pub(super) force: ForceCode,
    pub(super) head: Option<u64>,
    pub(super) told: u64,
}

impl Wakes for FakeWakes {
    async fn next(&mut self) -> Option<Wake> {
        std::future::poll_fn(|context| {
            let mut state = self.central.state();
            let (head, mark) = (state.head(&self.force), state.tellings.mark(&self.force));
            let told = self.told != mark;
            if self.head == Some(head) && !told {
                state.waiting.push(context.waker().clone());
                return Poll::Pending;
            }
            (self.head, self.told) = (Some(head), mark);
            Poll::Ready(Some(Wake { force: self.force.clone(), head, told }))
        })
        .await
    }
}
