//! Is a JPEG's coded data whole?
//!
//! Purpose: decoders fill what is missing with grey and say nothing, so a photograph whose copy was cut short, and
//! then closed by some program, would be shown with half a face. This reads every Huffman code of every scan without
//! making pixels, and refuses a scan that ends early or breaks its own tables.
//!
//! Follows ITU-T T.81, annexes F (sequential) and G (progressive). Memory: for a progressive picture one bit per
//! coefficient, a sixteenth of what its decoder needs.

use crate::MediaError;
use crate::survey::{Component, Frame, Segment, Segments};

const RESTART_MARKERS: u8 = 8;

/// Refuses a JPEG whose scans do not hold every block of every plane.
///
/// `jpeg` is a surveyed file: it ends with an end-of-image marker and its frame passed the limits.
pub(crate) fn check_complete(jpeg: &[u8]) -> Result<(), MediaError> {
    let mut tables = Tables::default();
    let mut frame: Option<(Frame, Vec<Plane>)> = None;
    for segment in Segments::new(jpeg) {
        let segment = segment?;
        match segment.marker {
            0xC0..=0xC2 => {
                let read = Frame::read(segment.marker, segment.content)?;
                let planes = read.components.iter().map(|c| Plane::new(&read, c)).collect();
                frame = Some((read, planes));
            }
            0xC4 => tables.define(segment.content)?,
            0xDD => {
                let [high, low, ..] = segment.content else {
                    return Err(MediaError::Damaged);
                };
                tables.restart_every = u32::from(u16::from_be_bytes([*high, *low]));
            }
            0xDA => {
                let (frame, planes) = frame.as_mut().ok_or(MediaError::Damaged)?;
                Scan::read(frame, &segment)?.walk(frame, planes, &tables, segment.scan)?;
            }
            _ => {}
        }
    }
    let (_, planes) = frame.ok_or(MediaError::Damaged)?;
    if planes.iter().any(|plane| !plane.begun) {
        return Err(MediaError::Truncated);
    }
    Ok(())
}

/// A Huffman table: codes of each length are consecutive, so a length's first code and first value decide.
struct Codes {
    /// For each length 1–16: first code, count, index of the first value.
    lengths: [(u32, u32, usize); 16],
    values: Vec<u8>,
}

#[derive(Default)]
struct Tables {
    direct: [Option<Codes>; 4],
    alternating: [Option<Codes>; 4],
    /// Units between restart markers; 0 is never.
    restart_every: u32,
}

impl Tables {
    fn define(&mut self, mut content: &[u8]) -> Result<(), MediaError> {
        while let Some((head, rest)) = content.split_first() {
            let counts = rest.get(..16).ok_or(MediaError::Damaged)?;
            let total: usize = counts.iter().map(|n| usize::from(*n)).sum();
            let values = rest.get(16..16 + total).ok_or(MediaError::Damaged)?;
            let mut lengths = [(0, 0, 0); 16];
            let (mut code, mut index) = (0_u32, 0);
            for (bits, (slot, count)) in lengths.iter_mut().zip(counts).enumerate() {
                let count = u32::from(*count);
                *slot = (code, count, index);
                if code + count > 1 << (bits + 1) {
                    return Err(MediaError::Damaged);
                }
                code = (code + count) << 1;
                index += count as usize;
            }
            let class = match head >> 4 {
                0 => &mut self.direct,
                1 => &mut self.alternating,
                _ => return Err(MediaError::Damaged),
            };
            let slot = class.get_mut(usize::from(head & 15)).ok_or(MediaError::Damaged)?;
            *slot = Some(Codes { lengths, values: values.to_vec() });
            content = &rest[16 + total..];
        }
        Ok(())
    }
}

/// What is known of one colour plane between scans.
struct Plane {
    /// Blocks in a scan of this plane alone.
    alone: (u32, u32),
    /// Blocks in a row of storage, padded to whole units.
    stride: u32,
    /// One bit a coefficient: not zero so far. Empty for a sequential picture, which never looks back.
    nonzero: Vec<u64>,
    /// Some scan has given this plane its base values.
    begun: bool,
}

impl Plane {
    fn new(frame: &Frame, component: &Component) -> Self {
        let (across, down) = frame.units();
        let own = |side: u32, mine: u32, most: u32| (side * mine).div_ceil(most * 8);
        let stride = across * component.across;
        let blocks = if frame.progressive { stride as usize * (down * component.down) as usize } else { 0 };
        Self {
            alone: (
                own(frame.width, component.across, frame.max_across()),
                own(frame.height, component.down, frame.max_down()),
            ),
            stride,
            nonzero: vec![0; blocks],
            begun: false,
        }
    }
}

/// One plane's part in a scan.
struct Member {
    plane: usize,
    direct: usize,
    alternating: usize,
}

struct Scan {
    members: Vec<Member>,
    first: u8,
    last: u8,
    /// Bits already known from an earlier scan: 0 in the first pass over a coefficient.
    refines: bool,
}

impl Scan {
    fn read(frame: &Frame, segment: &Segment) -> Result<Self, MediaError> {
        let (count, rest) = segment.content.split_first().ok_or(MediaError::Damaged)?;
        let count = usize::from(*count);
        let (listed, tail) = rest.split_at_checked(count * 2).ok_or(MediaError::Damaged)?;
        let [first, last, approximation, ..] = *tail else {
            return Err(MediaError::Damaged);
        };
        let mut members = Vec::with_capacity(count);
        for pair in listed.chunks_exact(2) {
            let plane = frame.components.iter().position(|c| c.id == pair[0]).ok_or(MediaError::Damaged)?;
            let (direct, alternating) = (usize::from(pair[1] >> 4), usize::from(pair[1] & 15));
            if direct > 3 || alternating > 3 || members.iter().any(|m: &Member| m.plane == plane) {
                return Err(MediaError::Damaged);
            }
            members.push(Member { plane, direct, alternating });
        }
        let (first, last) = if frame.progressive { (first, last) } else { (0, 63) };
        let only_direct = first == 0 && last == 0;
        let only_alternating = first > 0 && last >= first && last < 64 && members.len() == 1;
        if members.is_empty() || (frame.progressive && !only_direct && !only_alternating) {
            return Err(MediaError::Damaged);
        }
        Ok(Self { members, first, last, refines: frame.progressive && approximation >> 4 != 0 })
    }

    fn walk(
        &self,
        frame: &Frame,
        planes: &mut [Plane],
        tables: &Tables,
        data: &[u8],
    ) -> Result<(), MediaError> {
        let mut bits = Bits::new(data);
        let mut end_of_band = 0_u32;
        let (across, down) = match self.members.as_slice() {
            [one] => planes[one.plane].alone,
            _ => frame.units(),
        };
        let mut since_restart = 0;
        let mut restarts = 0_u8;
        for y in 0..down {
            for x in 0..across {
                if tables.restart_every != 0 && since_restart == tables.restart_every {
                    bits.restart(restarts)?;
                    restarts = (restarts + 1) % RESTART_MARKERS;
                    since_restart = 0;
                    end_of_band = 0;
                }
                since_restart += 1;
                for member in &self.members {
                    let plane = &mut planes[member.plane];
                    let (h, v) = match self.members.len() {
                        1 => (1, 1),
                        _ => {
                            let c = &frame.components[member.plane];
                            (c.across, c.down)
                        }
                    };
                    for block in 0..h * v {
                        let at = (y * v + block / h) as usize * plane.stride as usize
                            + (x * h + block % h) as usize;
                        if frame.progressive {
                            let seen = plane.nonzero.get_mut(at).ok_or(MediaError::Damaged)?;
                            self.progressive(&mut bits, tables, member, seen, &mut end_of_band)?;
                        } else {
                            sequential(&mut bits, tables, member)?;
                        }
                    }
                }
            }
        }
        if self.first == 0 {
            for member in &self.members {
                planes[member.plane].begun = true;
            }
        }
        Ok(())
    }

    /// One block of a progressive scan (T.81 G.1.2 and figures G.3 to G.8).
    fn progressive(
        &self,
        bits: &mut Bits,
        tables: &Tables,
        member: &Member,
        seen: &mut u64,
        end_of_band: &mut u32,
    ) -> Result<(), MediaError> {
        if self.first == 0 {
            return if self.refines { bits.take(1).map(drop) } else { direct(bits, tables, member) };
        }
        let mut k = u32::from(self.first);
        let last = u32::from(self.last);
        if *end_of_band == 0 {
            let codes = table(&tables.alternating, member.alternating)?;
            while k <= last {
                let symbol = bits.symbol(codes)?;
                let (mut run, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
                if size == 0 && run < 15 {
                    *end_of_band = (1 << run) + bits.take(run)?;
                    break;
                }
                if !self.refines {
                    k += run;
                    bits.take(size)?;
                    if size != 0 {
                        if k > last {
                            return Err(MediaError::Damaged);
                        }
                        *seen |= 1 << k;
                    }
                    k += 1;
                    continue;
                }
                if size > 1 {
                    return Err(MediaError::Damaged);
                }
                bits.take(size)?;
                while k <= last {
                    if *seen & (1 << k) != 0 {
                        bits.take(1)?;
                    } else if run == 0 {
                        break;
                    } else {
                        run -= 1;
                    }
                    k += 1;
                }
                if size == 1 {
                    if k > last {
                        return Err(MediaError::Damaged);
                    }
                    *seen |= 1 << k;
                }
                k += 1;
            }
        }
        if *end_of_band > 0 {
            *end_of_band -= 1;
            if self.refines && k <= last {
                let band = (u64::MAX >> (63 - last)) & (u64::MAX << k);
                bits.skip((*seen & band).count_ones())?;
            }
        }
        Ok(())
    }
}

fn table(class: &[Option<Codes>; 4], index: usize) -> Result<&Codes, MediaError> {
    class.get(index).and_then(Option::as_ref).ok_or(MediaError::Damaged)
}

fn direct(bits: &mut Bits, tables: &Tables, member: &Member) -> Result<(), MediaError> {
    let size = u32::from(bits.symbol(table(&tables.direct, member.direct)?)?);
    if size > 16 {
        return Err(MediaError::Damaged);
    }
    bits.take(size).map(drop)
}

/// One block of a sequential scan (T.81 F.2.2).
fn sequential(bits: &mut Bits, tables: &Tables, member: &Member) -> Result<(), MediaError> {
    direct(bits, tables, member)?;
    let codes = table(&tables.alternating, member.alternating)?;
    let mut k = 1_u32;
    while k < 64 {
        let symbol = bits.symbol(codes)?;
        let (run, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
        if size == 0 && run != 15 {
            break;
        }
        k += run + 1;
        bits.take(size)?;
        if size != 0 && k > 64 {
            return Err(MediaError::Damaged);
        }
    }
    Ok(())
}

/// Bits of one scan, from the most significant.
struct Bits<'a> {
    data: &'a [u8],
    at: usize,
    held: u64,
    count: u32,
}

impl<'a> Bits<'a> {
    fn new(data: &'a [u8]) -> Self {
        Self { data, at: 0, held: 0, count: 0 }
    }

    /// Holds at least 32 bits, unless a marker or the end of the scan comes first.
    fn fill(&mut self) {
        while self.count <= 56 {
            let Some(byte) = self.data.get(self.at) else {
                return;
            };
            if *byte == 0xFF {
                if self.data.get(self.at + 1) != Some(&0) {
                    return;
                }
                self.at += 1;
            }
            self.at += 1;
            self.held = (self.held << 8) | u64::from(*byte);
            self.count += 8;
        }
    }

    /// At most 16 bits.
    fn take(&mut self, wanted: u32) -> Result<u32, MediaError> {
        if self.count < wanted {
            self.fill();
            if self.count < wanted {
                return Err(MediaError::Truncated);
            }
        }
        self.count -= wanted;
        Ok((self.held >> self.count) as u32 & ((1 << wanted) - 1))
    }

    fn skip(&mut self, mut wanted: u32) -> Result<(), MediaError> {
        while wanted > 0 {
            let now = wanted.min(16);
            self.take(now)?;
            wanted -= now;
        }
        Ok(())
    }

    fn symbol(&mut self, codes: &Codes) -> Result<u8, MediaError> {
        if self.count < 16 {
            self.fill();
        }
        for (length, (first, many, index)) in (1..=16).zip(&codes.lengths) {
            if self.count < length {
                return Err(MediaError::Truncated);
            }
            let code = (self.held >> (self.count - length)) as u32 & ((1 << length) - 1);
            if let Some(offset) = code.checked_sub(*first).filter(|offset| offset < many) {
                self.count -= length;
                return codes.values.get(index + offset as usize).copied().ok_or(MediaError::Damaged);
            }
        }
        Err(MediaError::Damaged)
    }

    /// Drops the padding before a restart marker and passes the marker, which must be the next in turn.
    fn restart(&mut self, turn: u8) -> Result<(), MediaError> {
        (self.held, self.count) = (0, 0);
        // Whole bytes of padding are not written by any known encoder, and are harmless.
        loop {
            let rest = self.data.get(self.at..).ok_or(MediaError::Truncated)?;
            let found = rest.iter().position(|b| *b == 0xFF).ok_or(MediaError::Truncated)?;
            self.at += found + 1;
            match self.data.get(self.at) {
                None => return Err(MediaError::Truncated),
                Some(0x00 | 0xFF) => {}
                Some(marker) if *marker == 0xD0 + turn => {
                    self.at += 1;
                    return Ok(());
                }
                Some(_) => return Err(MediaError::Damaged),
            }
        }
    }
}
