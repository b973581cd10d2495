//! temporary
#[path = "../tests/papers/example.rs"]
#[allow(dead_code)]
mod example;
use std::time::Instant;
fn main() {
    for n in 0..2 {
        let t = Instant::now();
        let a = documents::open_incidents(&example::sixteen(false), &example::word).unwrap();
        let t1 = t.elapsed(); let t = Instant::now();
        let b = documents::evidence_pack(&example::pack(300), &example::word).unwrap();
        let t2 = t.elapsed(); let t = Instant::now();
        let c = documents::open_incidents(&example::many(200), &example::word).unwrap();
        let t3 = t.elapsed();
        println!("{n}: 16 {t1:?} {}B; 300 entries {t2:?} {}B; 200 incidents {t3:?} {}B", a.len(), b.len(), c.len());
    }
}
