#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| doorstep::fuzzing::settings(data));
