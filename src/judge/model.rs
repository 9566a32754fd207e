//! The weights that the program carries: their form on disk, and the look-up of n-grams in them.
//!
//! A file of weights is one run of bytes. Taking it up sorts the rows of the n-gram table into lines of the
//! processor's cache and parses nothing, so that the first verdict costs under a millisecond more than the next.
//!
//! Form (little endian): `MLJ2`, number of n-grams `k`, number of networks `m`, a checksum of what
//! follows; `k` sorted hashes; for each network `k` row scales (`f32`), `k` rows of [`ROW`] signed bytes and
//! [`DENSE`] dense weights; then [`CALIBRATION`] numbers.

use std::cmp::Ordering;
use std::sync::OnceLock;

use wide::{f32x8, i16x8, i32x8, u8x16};

use super::net::{DECISIONS, DENSE, ROW, eight};
use super::train::Model as Trained;

const MAGIC: &[u8; 4] = b"MLJ2";
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
    rows: Vec<Row>,
    /// The dense weights of each network.
    dense: Vec<Vec<f32>>,
    calibration: Vec<f32>,
    checksum: u32,
}

/// A row of the n-gram table: one line of the processor's cache, so that an n-gram costs one wait for memory in
/// each network. In the file scales and rows lie apart.
///
/// First the units, raised by [`ZERO`], since vectors widen bytes without a sign in one step; the scale of all of
/// them in the last four bytes.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Row([u8; LANES]);

/// The width of a row in use, and of a sum of rows. What stands behind the first [`ROW`] means nothing.
pub const LANES: usize = 64;

/// Where in a row its scale stands.
const SCALE: usize = LANES - 4;

const _: () = assert!(ROW <= SCALE, "a row no longer fits a line of the cache");

/// The byte of a unit that is nothing.
const ZERO: u8 = 128;

impl Row {
    fn scale(&self) -> f32 {
        f32::from_le_bytes(self.0[SCALE..].try_into().unwrap_or_default())
    }

    /// Adds `scale` times the units.
    fn add(&self, scale: f32, sum: &mut [f32; LANES]) {
        const NOTHING: i16x8 = i16x8::new([ZERO as i16; 8]);
        let scale = eight(scale);
        let (bytes, sums) = (self.0.as_chunks::<16>().0, sum.as_chunks_mut::<16>().0);
        for (bytes, sums) in bytes.iter().zip(sums) {
            let bytes = u8x16::new(*bytes);
            let (low, high) = sums.split_at_mut(8);
            add(scale, i16x8::from_u8x16_low(bytes) - NOTHING, low);
            add(scale, i16x8::from_u8x16_high(bytes) - NOTHING, high);
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
        let mut rows = vec![Row([0; LANES]); k * m];
        let mut dense = Vec::with_capacity(m);
        for n in 0..m {
            let scales = take(4 * k, "too short")?;
            let units = take(k * ROW, "too short")?.as_chunks::<ROW>().0;
            for (i, (row, units)) in rows.iter_mut().skip(n).step_by(m).zip(units).enumerate() {
                row.0[..ROW].copy_from_slice(units);
                for to in row.0.as_chunks_mut().0 {
                    *to = (u8x16::new(*to) ^ u8x16::new([ZERO; 16])).to_array();
                }
                row.0[SCALE..].copy_from_slice(&scales[4 * i..4 * i + 4]);
            }
            dense.push(floats(take(4 * DENSE, "too short")?));
        }
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
                (at as u32, self.rows[at].scale() * weight)
            }));
            for (at, scale) in &*scaled {
                self.rows[*at as usize].add(*scale, sum);
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

/// The bytes of a file of weights. The networks must share their n-grams.
pub fn encode(networks: &[Trained], calibration: &[f32]) -> Vec<u8> {
    let grams = networks.first().map_or(&[][..], |n| &n.table.grams[..]);
    let mut body = Vec::new();
    for gram in grams {
        body.extend(gram.to_le_bytes());
    }
    for network in networks {
        let mut scales = Vec::with_capacity(grams.len() * 4);
        let mut rows = Vec::with_capacity(grams.len() * ROW);
        for row in network.table.rows.chunks_exact(ROW) {
            let most = row.iter().fold(0.0_f32, |m, x| m.max(x.abs()));
            let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
            scales.extend(scale.to_le_bytes());
            rows.extend(row.iter().map(|x| (x / scale).round() as i8 as u8));
        }
        body.extend(scales);
        body.extend(rows);
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
    fn damaged_weights_are_refused() {
        assert!(Model::load(&WEIGHTS[..WEIGHTS.len() - 1]).is_err());
        assert!(Model::load(b"MLJ2").is_err());
        assert!(Model::load(b"something else that is long enough").is_err());
        let mut bytes = WEIGHTS.to_vec();
        bytes[HEADER + 5] ^= 1;
        assert!(!Model::intact(&bytes));
    }
}
