//! Runs the target `config` of `tests/targets`.
#![no_main]
#[expect(dead_code, reason = "each binary runs one of them")]
#[path = "../../tests/targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::config(bytes));
