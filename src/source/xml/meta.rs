//! What XML says of the law beside its words.

use roxmltree::Node;

use super::squeeze;
use crate::source::Metadata;
use crate::source::language_code::two_letters;

/// What the identification of Akoma Ntoso says of work and expression.
pub(super) fn akn(root: Node) -> Metadata {
    let find = |element: &str| root.descendants().find(|it| it.tag_name().name() == element);
    let value = |element: &str, attribute: &str| {
        find(element).and_then(|it| it.attribute(attribute)).map(str::to_owned)
    };
    let title = find("docTitle").map(squeeze);
    // A day that stands for none: we write it ourselves where nothing is known.
    let date = find("FRBRdate").filter(|it| it.attribute("name") != Some("unknown"));
    let bill = root.children().any(|it| it.tag_name().name() == "bill");
    Metadata {
        title: title.or_else(|| value("FRBRalias", "value")).or_else(|| value("FRBRname", "value")),
        country: value("FRBRcountry", "value")
            .map(|code| code.split('-').next().unwrap_or("").to_uppercase())
            .filter(|code| code.len() == 2 && code != "ZZ"),
        language: value("FRBRlanguage", "language").and_then(|code| two_letters(&code)),
        date: date.and_then(|it| it.attribute("date")).map(str::to_owned),
        status: bill.then(|| "bill".to_owned()),
        ..Metadata::default()
    }
}

/// What the head of a text in United States Legislative Markup says.
pub(super) fn uslm(root: Node) -> Metadata {
    let head = root.children().find(|it| it.tag_name().name() == "meta");
    let find = |element: &str| {
        let found = head.and_then(|head| head.children().find(|it| it.tag_name().name() == element));
        found.map(squeeze).filter(|words| !words.is_empty())
    };
    Metadata {
        title: find("title"),
        language: find("language").and_then(|code| two_letters(&code)).or(Some("en".into())),
        country: Some("US".into()),
        status: (root.tag_name().name() == "bill").then(|| "bill".to_owned()),
        ..Metadata::default()
    }
}

pub(super) fn canada(root: Node) -> Metadata {
    let text = |name: &str| root.descendants().find(|it| it.has_tag_name(name)).map(squeeze);
    let language = root.attribute(("http://www.w3.org/XML/1998/namespace", "lang"));
    Metadata {
        title: text("ShortTitle").or_else(|| text("LongTitle")),
        language: language.map(str::to_owned),
        country: Some("CA".into()),
        ..Metadata::default()
    }
}
