//! The tree builder: any text gives an act whose spans tile it.
#![no_main]
use lacuna::source::{Metadata, Source};
use lacuna::structure::outline;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let flags = Metadata { language: Some("en".into()), ..Metadata::default() };
    let Ok(source) = Source::from_text("fuzz", text.to_owned(), &flags) else { return };
    let act = outline(source);
    for provision in &act.provisions {
        for span in provision.intro.iter().chain(&provision.wrap_up).chain(&provision.heading) {
            let _ = span.of(&act.source.text);
        }
    }
});
