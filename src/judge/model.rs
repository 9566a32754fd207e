//! The weights that the program carries: their form on disk, and the look-up of n-grams in them.
//!
//! A file of weights is one run of bytes. Taking it up copies the n-gram table into lines of the processor's cache
//! and parses nothing, so that the first verdict costs under a millisecond more than the next.
//!
//! Form (little endian): `MLJ3`, number of n-grams `k`, number of networks `m`, a checksum of what
//! follows; `k` sorted hashes; for each n-gram its rows, one for each network; for each network [`DENSE`] dense
//! weights; then [`CALIBRATION`] numbers. A unit of a row has four bits: twice the n-grams with four bits judge
//! better than half of them with eight, and the rows of both networks fill one line of the cache.

use std::cmp::Ordering;
use std::sync::OnceLock;

use wide::{f32x8, i16x8, i32x8, u8x16};

use super::net::{DECISIONS, DENSE, ROW, eight};
use super::train::Model as Trained;

const MAGIC: &[u8; 4] = b"MLJ3";
const HEADER: usize = 16;

/// So many upper bits of a hash tell whether any hash begins so, and where it would stand: one hash in seventeen that
/// is not in the table begins like one that is. The index stays in the processor's nearest caches.
const BITS: u32 = 18;

/// For each decision a factor and a shift of its log-odds, fitted on the validation split (Platt 1999).
pub const CALIBRATION: usize = 2 * DECISIONS;

static WEIGHTS: &[u8] = include_bytes!("weights.bin");

/// Weights that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the judge's weights are damaged: {0}; train them again")]
pub struct Damaged(&'static str);

/// Weights ready for use.
#[derive(Debug, Clone)]
pub struct Model<'w> {
    grams: &'w [u8],
    /// By the upper bits of the hashes, 64 values at a time: how many hashes come before these, and a bit for each
    /// value that a hash begins with.
    index: Vec<(u32, u64)>,
    /// For each n-gram its row in each network, side by side.
    rows: Vec<Line>,
    /// The dense weights of each network.
    dense: Vec<Vec<f32>>,
    calibration: Vec<f32>,
    checksum: u32,
}

/// Rows of the n-gram table, as they lie in the file: a line of the processor's cache, so that an n-gram costs one
/// wait for memory.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Line([[u8; BYTES]; 2]);

/// Bytes of a row: units of four bits, raised by [`RAISED`], and in the last two the upper half of the scale of all
/// of them. The lower halves of sixteen bytes come first, then the upper halves, as vectors part them.
const BYTES: usize = 32;

/// The width of a sum of rows; see [`summed`] for what of it means something.
pub const LANES: usize = 2 * BYTES;

/// The units before the first half of the scale's bytes, and where the others begin.
const FIRST: usize = 46;
const OTHERS: usize = FIRST + 2;

const _: () = assert!(ROW - FIRST <= 14, "a row no longer leaves room for its scale");

/// What stands for a unit that is nothing.
const RAISED: u8 = 8;

/// The largest unit.
const MOST: f32 = 7.0;

/// What a sum of rows says: all but the lanes in which the bytes of the scales were added up.
pub fn summed(sum: &[f32; LANES]) -> (&[f32], &[f32]) {
    (&sum[..FIRST], &sum[OTHERS..OTHERS + ROW - FIRST])
}

/// The lane of a unit.
const fn lane(unit: usize) -> usize {
    if unit < FIRST { unit } else { unit + OTHERS - FIRST }
}

fn scale(row: &[u8; BYTES]) -> f32 {
    f32::from_bits(u32::from(u16::from_le_bytes([row[BYTES - 2], row[BYTES - 1]])) << 16)
}

/// Adds `scale` times the units of a row.
fn add_row(row: &[u8; BYTES], scale: f32, sum: &mut [f32; LANES]) {
    const NOTHING: i16x8 = i16x8::new([RAISED as i16; 8]);
    const LOW: i16x8 = i16x8::new([15; 8]);
    let scale = eight(scale);
    let (halves, sums) = (row.as_chunks::<16>().0, sum.as_chunks_mut::<32>().0);
    for (half, sums) in halves.iter().zip(sums) {
        let bytes = u8x16::new(*half);
        let (first, second) = (i16x8::from_u8x16_low(bytes), i16x8::from_u8x16_high(bytes));
        let units = [first & LOW, second & LOW, first >> 4, second >> 4];
        for (units, sums) in units.into_iter().zip(sums.as_chunks_mut::<8>().0) {
            add(scale, units - NOTHING, sums);
        }
    }
}

/// Adds `scale` times the units. Whole numbers this small are exact as floats.
fn add(scale: f32x8, units: i16x8, sums: &mut [f32]) {
    for sums in sums.as_chunks_mut().0 {
        *sums = (f32x8::new(*sums) + scale * i32x8::from_i16x8(units).round_float()).to_array();
    }
}

/// The model that the program carries.
///
/// # Panics
/// Never in a program that passed its tests: the embedded weights are checked by one.
pub fn embedded() -> &'static Model<'static> {
    static MODEL: OnceLock<Model<'static>> = OnceLock::new();
    MODEL.get_or_init(|| Model::load(WEIGHTS).expect("the embedded weights are checked by a test"))
}

/// The checksum of the weights that the program carries; they need not be taken up for it.
pub fn embedded_checksum() -> u32 {
    word(WEIGHTS, 3)
}

impl<'w> Model<'w> {
    /// Takes weights as they lie in a file.
    ///
    /// # Errors
    /// When the bytes are not of this form, were cut, or do not match their checksum.
    pub fn load(bytes: &'w [u8]) -> Result<Self, Damaged> {
        let mut rest = bytes;
        let mut take = |n: usize, what| {
            let (head, tail) = rest.split_at_checked(n).ok_or(Damaged(what))?;
            rest = tail;
            Ok(head)
        };
        let header = take(HEADER, "no header")?;
        if &header[..4] != MAGIC {
            return Err(Damaged("another form"));
        }
        let (k, m) = (word(header, 1) as usize, word(header, 2) as usize);
        if k >= usize::from(u16::MAX) || m == 0 || m > 16 {
            return Err(Damaged("impossible sizes"));
        }
        let grams = take(4 * k, "too short")?;
        let mut rows = vec![Line([[0; BYTES]; 2]); (k * m).div_ceil(2)];
        let packed = take(k * m * BYTES, "too short")?.as_chunks().0;
        for (to, row) in rows.iter_mut().flat_map(|line| &mut line.0).zip(packed) {
            *to = *row;
        }
        let dense = (0..m).map(|_| Ok(floats(take(4 * DENSE, "too short")?)));
        let dense = dense.collect::<Result<Vec<_>, _>>()?;
        let calibration = floats(take(4 * CALIBRATION, "too short")?);
        if !rest.is_empty() {
            return Err(Damaged("too long"));
        }
        let mut index = vec![(0, 0); 1 << (BITS - 6)];
        for i in 0..k {
            let (at, bit) = place(word(grams, i));
            index[at].1 |= bit;
            index[at].0 += 1;
        }
        let mut before = 0;
        for (count, _) in &mut index {
            before += std::mem::replace(count, before);
        }
        Ok(Self { grams, index, rows, dense, calibration, checksum: word(header, 3) })
    }

    /// Whether the bytes are those that the trainer wrote.
    pub fn intact(bytes: &[u8]) -> bool {
        bytes.len() > HEADER && checksum(&bytes[HEADER..]) == word(bytes, 3)
    }

    /// The checksum, as the judge's version shows it.
    pub fn checksum(&self) -> u32 {
        self.checksum
    }

    /// The places in the table of those n-grams that it has, each with its weight, in the same order.
    pub fn find(&self, grams: &[(u32, f32)], found: &mut Vec<(u32, f32)>) {
        found.clear();
        found.extend_from_slice(grams);
        let mut kept = 0;
        for (gram, weight) in grams {
            // Without a branch: two of three are not there, and nothing tells which.
            found[kept] = (*gram, *weight);
            let (at, bit) = place(*gram);
            kept += usize::from(self.index[at].1 & bit != 0);
        }
        found.truncate(kept);
        found.retain_mut(|(gram, _)| self.find_one(*gram).map(|place| *gram = place).is_some());
    }

    fn find_one(&self, gram: u32) -> Option<u32> {
        let (at, bit) = place(gram);
        let (before, bits) = self.index[at];
        // Those of the same 64 that come before it; more only where two begin alike.
        let mut at = before + (bits & (bit - 1)).count_ones();
        let grams = self.grams.as_chunks::<4>().0;
        loop {
            match u32::from_le_bytes(*grams.get(at as usize)?).cmp(&gram) {
                Ordering::Less => at += 1,
                Ordering::Equal => return Some(at),
                Ordering::Greater => return None,
            }
        }
    }

    /// How many networks there are.
    pub fn networks(&self) -> usize {
        self.dense.len()
    }

    /// The dense weights of network `n`.
    pub fn dense(&self, n: usize) -> &[f32] {
        &self.dense[n]
    }

    /// The factor and the shift of the log-odds of decision `d`.
    pub fn calibration(&self, d: usize) -> (f32, f32) {
        (self.calibration[2 * d], self.calibration[2 * d + 1])
    }

    fn row(&self, at: usize) -> &[u8; BYTES] {
        &self.rows[at / 2].0[at % 2]
    }

    /// Adds the weighted rows of the n-grams at places that [`Self::find`] gave, one after the other, to a sum for
    /// each network. `scaled` is room to work in.
    pub fn add(
        &self,
        places: &[(u32, f32)],
        scaled: &mut Vec<(u32, f32)>,
        sums: &mut [[f32; LANES]],
    ) {
        let networks = self.networks();
        for (n, sum) in sums.iter_mut().enumerate().take(networks) {
            // First all the scales, then all the rows: the waits for memory overlap.
            scaled.clear();
            scaled.extend(places.iter().map(|(place, weight)| {
                let at = *place as usize * networks + n;
                (at as u32, scale(self.row(at)) * weight)
            }));
            for (at, scale) in &*scaled {
                add_row(self.row(*at as usize), *scale, sum);
            }
        }
    }
}

/// Where in the index a hash is looked up, and which bit is its own.
fn place(gram: u32) -> (usize, u64) {
    let upper = gram >> (32 - BITS);
    ((upper >> 6) as usize, 1 << (upper & 63))
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(bytes.as_chunks::<4>().0[at])
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    (0..bytes.len() / 4).map(|i| f32::from_bits(word(bytes, i))).collect()
}

/// FNV-1a over the bytes, enough to notice a damaged file.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |h, b| (h ^ u32::from(*b)).wrapping_mul(0x0100_0193))
}

/// How many units of this scale a weight is.
fn units(weight: f32, scale: f32) -> f32 {
    (weight / scale).round().clamp(-MOST, MOST)
}

/// The scale, with nothing in its lower half, at which the units of a row come nearest to its weights: the largest
/// weights may be cut for the sake of all the others.
fn scale_for(row: &[f32]) -> f32 {
    const TRIED: u8 = 24;
    let most = row.iter().fold(0.0_f32, |m, x| m.max(x.abs()));
    let scales = (0..TRIED).map(|cut| {
        let scale = most / MOST * (1.0 - f32::from(cut) / 40.0);
        f32::from_bits(scale.to_bits() & 0xffff_0000)
    });
    let off =
        |scale: f32| -> f32 { row.iter().map(|x| (x - scale * units(*x, scale)).powi(2)).sum() };
    let usable = scales.filter(|scale| *scale > 0.0);
    usable.min_by(|a, b| off(*a).total_cmp(&off(*b))).unwrap_or(1.0)
}

/// The bytes of a row.
fn pack(weights: &[f32]) -> [u8; BYTES] {
    let scale = scale_for(weights);
    let mut row = [RAISED | RAISED << 4; BYTES];
    for (unit, weight) in weights.iter().enumerate() {
        let units = (units(*weight, scale) as i8).wrapping_add_unsigned(RAISED) as u8;
        let (half, lane) = (lane(unit) / 32, lane(unit) % 32);
        let byte = &mut row[16 * half + lane % 16];
        *byte = if lane < 16 { *byte & 0xf0 | units } else { *byte & 0x0f | units << 4 };
    }
    row[BYTES - 2..].copy_from_slice(&scale.to_le_bytes()[2..]);
    row
}

/// The bytes of a file of weights. The networks must share their n-grams.
pub fn encode(networks: &[Trained], calibration: &[f32]) -> Vec<u8> {
    let grams = networks.first().map_or(&[][..], |n| &n.table.grams[..]);
    let mut body = Vec::new();
    for gram in grams {
        body.extend(gram.to_le_bytes());
    }
    for i in 0..grams.len() {
        body.extend(networks.iter().flat_map(|n| pack(&n.table.rows[i * ROW..][..ROW])));
    }
    for network in networks {
        body.extend(network.dense.0.iter().flat_map(|x| x.to_le_bytes()));
    }
    body.extend(calibration.iter().flat_map(|x| x.to_le_bytes()));
    let mut bytes = MAGIC.to_vec();
    bytes.extend((grams.len() as u32).to_le_bytes());
    bytes.extend((networks.len() as u32).to_le_bytes());
    bytes.extend(checksum(&body).to_le_bytes());
    bytes.extend(body);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_weights_are_whole_and_small() {
        assert_eq!(Model::load(WEIGHTS).unwrap().checksum(), embedded_checksum());
        assert!(Model::intact(WEIGHTS), "the checksum does not match: train again");
        assert!(WEIGHTS.len() <= 2 << 20, "{} bytes", WEIGHTS.len());
    }

    #[test]
    fn every_n_gram_is_found_at_its_place_and_no_other() {
        let model = embedded();
        let (grams, _) = model.grams.as_chunks::<4>();
        let grams: Vec<u32> = grams.iter().map(|gram| u32::from_le_bytes(*gram)).collect();
        let asked: Vec<(u32, f32)> = grams
            .iter()
            .flat_map(|gram| [*gram, gram ^ 1, gram.wrapping_add(9)])
            .map(|g| (g, 0.5))
            .collect();
        let place =
            |(gram, weight): &(u32, f32)| Some((grams.binary_search(gram).ok()? as u32, *weight));
        let mut found = Vec::new();
        model.find(&asked, &mut found);
        assert_eq!(found, asked.iter().filter_map(place).collect::<Vec<_>>());
    }

    #[test]
    fn a_row_comes_back_within_half_a_unit() {
        let weights: Vec<f32> = (0..ROW).map(|i| (i as f32 * 0.7).sin() * 0.3).collect();
        let row = pack(&weights);
        let mut sum = [0.0; LANES];
        add_row(&row, scale(&row), &mut sum);
        let (first, others) = summed(&sum);
        let found: Vec<f32> = first.iter().chain(others).copied().collect();
        assert_eq!(found.len(), ROW);
        let most = weights.iter().fold(0.0_f32, |m, x| m.max(x.abs()));
        for (weight, found) in weights.iter().zip(&found) {
            // The largest may be cut, by a sixth or so.
            let off = (weight - found).abs();
            let near = off <= 0.51 * scale(&row) || (weight.abs() > 0.8 * most && off < 0.2 * most);
            assert!(near, "{weight} came back as {found}");
        }
        let mut nothing = [0.0; LANES];
        add_row(&pack(&[0.0; ROW]), 1.0, &mut nothing);
        let (first, others) = summed(&nothing);
        assert!(first.iter().chain(others).all(|x| *x == 0.0));
    }

    #[test]
    fn damaged_weights_are_refused() {
        assert!(Model::load(&WEIGHTS[..WEIGHTS.len() - 1]).is_err());
        assert!(Model::load(b"MLJ3").is_err());
        assert!(Model::load(b"something else that is long enough").is_err());
        let mut bytes = WEIGHTS.to_vec();
        bytes[HEADER + 5] ^= 1;
        assert!(!Model::intact(&bytes));
    }
}
