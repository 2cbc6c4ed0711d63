//! A small statute book: the law that matters on top, false friends below, archives read in place.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use lacuna::checklist::Rules;
use lacuna::corpus::{Options, Scan, scan};
use lacuna::source::Metadata;

fn book() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/labelled");
    let chosen = [
        "xa-anti-trafficking-and-smuggling-act-2012",
        "xb-trafficking-elimination-act-2009",
        "xf-migrant-smuggling-protocol-approval-act-2006",
        "xg-customs-act-1996",
        "xr-immigration-act-1964",
    ];
    let mut book: Vec<(String, Vec<u8>)> = chosen
        .iter()
        .map(|name| {
            (format!("{name}.txt"), std::fs::read(folder.join(format!("{name}.txt"))).expect("a fixture"))
        })
        .collect();
    book.push(("gardens.md".into(), b"# Public Gardens Act\n\n1. The gardens are open from dawn to dusk, and no dog may be left in them alone.\n".to_vec()));
    book.push(("broken.docx".into(), b"PK\x03\x04 word/document.xml, and no more".to_vec()));
    book.push(("notes.xlsx".into(), b"never looked at".to_vec()));
    book
}

fn run(path: PathBuf) -> Scan {
    let about = Metadata { language: Some("en".into()), ..Metadata::default() };
    let options = Options { about, ..Options::default() };
    scan(&[path], &Rules::built_in().expect("sound rules"), &options, None).expect("scanned")
}

fn order(scan: &Scan) -> Vec<&str> {
    let name = |path: &'_ str| path.rsplit('/').next().map_or(0, |name| path.len() - name.len());
    scan.acts.iter().map(|act| &act.path[name(&act.path)..][..2]).collect()
}

#[test]
fn a_folder_and_its_archives_give_the_same_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("book");
    std::fs::create_dir(&inner).expect("a folder");
    let mut tar = tar::Builder::new(Vec::new());
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in book() {
        std::fs::write(inner.join(&name), &bytes).expect("written");
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, &name, bytes.as_slice()).expect("packed");
        zip.start_file(&name, zip::write::SimpleFileOptions::default()).expect("packed");
        zip.write_all(&bytes).expect("packed");
    }
    let tar_path = folder.path().join("book.tar");
    std::fs::write(&tar_path, tar.into_inner().expect("an archive")).expect("written");
    let zip_path = folder.path().join("book.zip");
    std::fs::write(&zip_path, zip.finish().expect("an archive").into_inner()).expect("written");

    let plain = run(inner);
    assert_eq!(order(&plain)[..2], ["xa", "xr"], "{:?}", plain.acts);
    for false_friend in ["xb", "xf", "xg"] {
        let place = order(&plain).iter().position(|it| *it == false_friend);
        assert!(place.is_none_or(|place| place >= 2), "{false_friend} at {place:?}");
    }
    assert_eq!(plain.empty + plain.acts.len(), 6, "the gardens are read and carry nothing");
    assert_eq!(plain.unread.len(), 1, "the broken file is told: {:?}", plain.unread);
    for archive in [tar_path, zip_path] {
        let packed = run(archive);
        assert_eq!(order(&packed), order(&plain));
        let duties = |scan: &Scan| scan.acts.iter().map(|act| act.obligations.clone()).collect::<Vec<_>>();
        assert_eq!(duties(&packed), duties(&plain));
    }
}

#[test]
fn a_path_that_is_not_there_is_an_error() {
    let options = Options::default();
    let missing = scan(&["no/such/folder".into()], &Rules::built_in().expect("sound rules"), &options, None);
    assert!(missing.is_err());
}

#[test]
fn no_act_is_set_aside_that_carries_something() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/labelled");
    let rules = Rules::built_in().expect("sound rules");
    let acts = |every| {
        let options = Options { every, ..Options::default() };
        let mut scan = scan(std::slice::from_ref(&folder), &rules, &options, None).expect("scanned");
        // Approvals of treaties and the like name the subject and carry little: where they stand is of no weight.
        scan.acts.retain(|act| act.obligations.iter().any(|it| it.obligation.starts_with("SOM-6")));
        scan.acts.into_iter().map(|act| act.path).collect::<Vec<_>>()
    };
    let all = acts(true);
    assert!(all.len() > 40, "{all:?}");
    assert_eq!(acts(false), all);
}
