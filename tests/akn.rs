//! Akoma Ntoso out and in again: the same provisions, whatever the tradition. That the files are valid by the
//! standard's schema is tested by `tests/akn/run`.

use std::path::Path;
use std::sync::Arc;

use lacuna::report::akn;
use lacuna::source::{Metadata, Reader, Source};
use lacuna::structure::{Act, ProvisionId, outline};

fn texts(folder: &str) -> Vec<std::path::PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
    let mut all: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.retain(|path| path.extension().is_some_and(|end| end == "txt" || end == "md"));
    all.sort();
    all
}

/// What a provision is, without where it stands in the file.
fn provisions(act: &Act) -> Vec<String> {
    let one = |id| {
        let it = act.get(id);
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        format!(
            "{} {} | {} | {} | {}",
            it.eid,
            it.label,
            squeezed(act.heading(id)),
            squeezed(&act.own_text(id)),
            it.quoted
        )
    };
    act.ids().map(one).collect()
}

fn again(act: &Act) -> Arc<Source> {
    let flags = Metadata { language: Some(act.source.language.clone()), ..Metadata::default() };
    Source::from_bytes("law.xml", akn(act).into_bytes(), &flags, &Reader::default())
        .expect("it reads its own")
}

#[test]
fn what_is_written_reads_back_as_the_same_provisions() {
    let (mut same, mut all, mut told) = (0, 0, String::new());
    let (mut files, mut outside) = (0, 0);
    for path in texts("structure").into_iter().chain(texts("labelled")) {
        let act = outline(Source::read(path.to_str().unwrap(), &Metadata::default()).unwrap());
        // Known: text for another law between recitals, before any article of the act's own, comes back in other places.
        if act.get(ProvisionId::ACT).children.iter().any(|&it| act.get(it).quoted) {
            outside += 1;
            continue;
        }
        let (before, after) = (provisions(&act), provisions(&outline(again(&act))));
        let here = before.iter().filter(|it| after.contains(it)).count();
        files += 1;
        same += here;
        all += before.len();
        if here < before.len() {
            let first = before.iter().find(|it| !after.contains(it)).unwrap();
            told.push_str(&format!("{}: {here} of {}; {first}\n", path.display(), before.len()));
        }
    }
    assert!(files > 40 && outside * 50 < files, "{outside} of {files} left out");
    assert!(same == all, "{same} of {all}\n{told}");
}

#[test]
fn references_terms_notices_and_inserted_text_are_marked() {
    let text = "---\ntitle: Quays Act\ncountry: XA\ndate: 2031-05-09\n---\n1. Meaning\nIn this Act, “quay” means a place under section 2.\n\
        2. Ports\n(1) A port is open.\n(2) A quay is open.\n3. Amendment\nThe Ports Act is amended by inserting after section 4 the following:\n\
        “4A. Piers\nA pier is a quay.”\n5. Gap\nA gap is told.\n";
    let act = outline(
        Source::from_text(
            "quays.md",
            text.into(),
            &Metadata { language: Some("en".into()), ..Metadata::default() },
        )
        .unwrap(),
    );
    let xml = akn(&act);
    for part in [
        "<ref eId=\"sec_1__ref_1\" href=\"/akn/xa/act/2031-05-09/quays-act\">this Act</ref>",
        "<ref eId=\"sec_1__ref_2\" href=\"#sec_2\">section 2</ref>",
        "<def eId=\"sec_1__def_1\">",
        "<FRBRdate date=\"2031-05-09\" name=\"enactment\"/>",
        "<FRBRcountry value=\"xa\"/>",
        "<FRBRlanguage language=\"eng\"/>",
        "<quotedStructure eId=\"sec_3__qstr_1\"",
        "<!-- number-gap:",
        "<num>4A.</num>",
    ] {
        assert!(xml.contains(part), "{part}\n{xml}");
    }
    assert_eq!(xml, akn(&act), "the same act gives the same bytes");
}
