//! The weights that the program carries: their form on disk, and the network run over them.
//!
//! A file of weights is one run of bytes that is used where it lies: nothing is parsed but the few
//! thousand dense numbers, so that the first verdict costs microseconds more than the next.
//!
//! Form (little endian): `MLJ2`, number of n-grams `k`, number of networks `m`, a checksum of what
//! follows; `k` sorted hashes; for each network `k` row scales (`f32`), `k` rows of [`ROW`] signed bytes and
//! [`DENSE`] dense weights; then [`CALIBRATION`] numbers.

use std::sync::OnceLock;

use super::features::Sentence;
use super::net::{DECISIONS, DENSE, NoDrop, ROW, Rows, SCORES, run};
use super::train::Model as Trained;

const MAGIC: &[u8; 4] = b"MLJ2";
const HEADER: usize = 16;

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
    /// Where the hashes begin whose upper sixteen bits are the index.
    starts: Vec<u16>,
    networks: Vec<Network<'w>>,
    calibration: Vec<f32>,
    checksum: u32,
}

#[derive(Debug, Clone)]
struct Network<'w> {
    scales: &'w [u8],
    rows: &'w [u8],
    dense: Vec<f32>,
}

/// What the networks say of an answer, calibrated.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Scores of each sentence, as probabilities.
    pub scores: Vec<[f32; SCORES]>,
    /// The decisions, as probabilities.
    pub decisions: [f32; DECISIONS],
}

/// The model that the program carries.
///
/// # Panics
/// Never in a program that passed its tests: the embedded weights are checked by one.
pub fn embedded() -> &'static Model<'static> {
    static MODEL: OnceLock<Model<'static>> = OnceLock::new();
    MODEL.get_or_init(|| Model::load(WEIGHTS).expect("the embedded weights are checked by a test"))
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
        let mut networks = Vec::with_capacity(m);
        for _ in 0..m {
            let scales = take(4 * k, "too short")?;
            let rows = take(k * ROW, "too short")?;
            let dense = floats(take(4 * DENSE, "too short")?);
            networks.push(Network { scales, rows, dense });
        }
        let calibration = floats(take(4 * CALIBRATION, "too short")?);
        if !rest.is_empty() {
            return Err(Damaged("too long"));
        }
        let mut starts = vec![0_u16; (1 << 16) + 1];
        for i in 0..k {
            starts[(word(grams, i) >> 16) as usize + 1] += 1;
        }
        for i in 0..1 << 16 {
            starts[i + 1] += starts[i];
        }
        Ok(Self { grams, starts, networks, calibration, checksum: word(header, 3) })
    }

    /// Whether the bytes are those that the trainer wrote.
    pub fn intact(bytes: &[u8]) -> bool {
        bytes.len() > HEADER && checksum(&bytes[HEADER..]) == word(bytes, 3)
    }

    /// The checksum, as the judge's version shows it.
    pub fn checksum(&self) -> u32 {
        self.checksum
    }

    fn find(&self, gram: u32) -> Option<usize> {
        let bucket = (gram >> 16) as usize;
        (usize::from(self.starts[bucket])..usize::from(self.starts[bucket + 1]))
            .find(|i| word(self.grams, *i) == gram)
    }

    /// Reads an answer of at least one sentence.
    pub fn read(&self, answer: &[Sentence], reply: bool) -> Reading {
        let known: Vec<Vec<(usize, f32)>> = answer
            .iter()
            .map(|s| s.grams.iter().filter_map(|(g, w)| Some((self.find(*g)?, *w))).collect())
            .collect();
        let mut scores = vec![[0.0_f32; SCORES]; answer.len()];
        let mut decisions = [0.0_f32; DECISIONS];
        let share = 1.0 / self.networks.len() as f32;
        for network in &self.networks {
            let rows = Known { network, known: &known };
            let pass = run(&rows, &network.dense, answer, reply, &mut NoDrop);
            for (to, from) in scores.iter_mut().zip(&pass.scores) {
                super::net::axpy(share, from, to);
            }
            super::net::axpy(share, &pass.decisions, &mut decisions);
        }
        for score in scores.iter_mut().flatten() {
            *score = super::net::sigmoid(*score);
        }
        for (d, decision) in decisions.iter_mut().enumerate() {
            let (factor, shift) = (self.calibration[2 * d], self.calibration[2 * d + 1]);
            *decision = super::net::sigmoid(factor * *decision + shift);
        }
        Reading { scores, decisions }
    }
}

struct Known<'k, 'w> {
    network: &'k Network<'w>,
    known: &'k [Vec<(usize, f32)>],
}

impl Rows for Known<'_, '_> {
    fn add(&self, sentence: usize, _: &Sentence, to: &mut [f32; ROW]) {
        for (at, weight) in &self.known[sentence] {
            let scale = f32::from_bits(word(self.network.scales, *at)) * weight;
            // A row of known length, so that the compiler needs no check inside the loop.
            let row = &self.network.rows.as_chunks::<ROW>().0[*at];
            for u in 0..ROW {
                to[u] += scale * f32::from(row[u] as i8);
            }
        }
    }
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
        assert!(Model::load(WEIGHTS).is_ok());
        assert!(Model::intact(WEIGHTS), "the checksum does not match: train again");
        assert!(WEIGHTS.len() <= 2 << 20, "{} bytes", WEIGHTS.len());
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
