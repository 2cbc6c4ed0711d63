//! A tree of a rule file → its serialized form, with every fault told, not the first.
//!
//! A `serde` deserializer over [`Node`]s. Unknown and repeated fields are noted and passed over; a value
//! that cannot be read is noted, and the whole is read again without it. Three wrappers are known by name: [`At`] keeps the place of a value,
//! [`Many`] takes one value or a list, [`Short`] takes a bare word for a map with one field.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::value::StrDeserializer;
use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};

use super::names::did_you_mean;
use super::yaml::{Document, Node, Value};
use crate::error::RuleFault;
use crate::span::Span;

/// Reads a document; what can be read is given even beside faults.
pub(crate) fn read<T: de::DeserializeOwned>(document: &Document) -> (Option<T>, Vec<RuleFault>) {
    let root = match document.parse() {
        Ok(root) => root,
        Err(fault) => return (None, vec![fault]),
    };
    let notes = Notes::default();
    let mut value = None;
    // Each turn leaves out at least one more value; the bound is for hostile files.
    for _ in 0..256 {
        let before = notes.skipped.borrow().len();
        match T::deserialize(Reader { node: &root, notes: &notes, short: false }) {
            Ok(read) => value = Some(read),
            Err(failure) => notes.note(failure, root.at),
        }
        if notes.skipped.borrow().len() == before {
            break;
        }
    }
    let faults = notes.faults.into_inner();
    (value, faults.into_iter().map(|(at, message, help)| document.fault(at, message, help)).collect())
}

/// A value with the bytes at which it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct At<T> {
    pub at: Span,
    pub value: T,
}

/// One value or a list of them; nothing gives none.
#[derive(Clone, Debug)]
pub(crate) struct Many<T>(pub Vec<T>);

/// A map, or its first field alone.
#[derive(Clone, Debug)]
pub(super) struct Short<T>(pub T);

/// A map in the order in which it is written, its keys with their places.
#[derive(Clone, Debug)]
pub(crate) struct Entries<K, V>(pub Vec<(At<K>, V)>);

impl<T> Default for Many<T> {
    fn default() -> Self {
        Many(Vec::new())
    }
}

impl<K, V> Default for Entries<K, V> {
    fn default() -> Self {
        Entries(Vec::new())
    }
}

const AT: &str = "$at";
const MANY: &str = "$many";
const SHORT: &str = "$short";

/// What was found wrong so far.
#[derive(Default)]
struct Notes {
    faults: RefCell<BTreeSet<(Span, String, String)>>,
    /// Keys of fields that could not be read.
    skipped: RefCell<BTreeSet<Span>>,
}

impl Notes {
    fn tell(&self, at: Span, message: String, help: String) {
        self.faults.borrow_mut().insert((at, message, help));
    }

    fn note(&self, failure: Failure, at: Span) {
        if let Failure::Untold { message, help } = failure {
            self.tell(at, message, help);
        }
    }

    /// Notes a failure and leaves the value out of the next reading, unless something in it is left out
    /// already since there were `before` such things: then the rest of it may yet be read.
    fn skip(&self, failure: Failure, at: Span, key: Span, before: usize) -> Failure {
        let mut skipped = self.skipped.borrow_mut();
        if matches!(failure, Failure::Untold { .. }) || skipped.len() == before {
            skipped.insert(key);
        }
        self.note(failure, at);
        Failure::Told
    }
}

/// Why a value could not be read.
#[derive(Debug)]
enum Failure {
    Untold {
        message: String,
        help: String,
    },
    /// The fault has been noted where it stands.
    Told,
}

impl Failure {
    fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Failure::Untold { message: message.into(), help: help.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Untold { message, .. } => out.write_str(message),
            Failure::Told => out.write_str("told"),
        }
    }
}

impl std::error::Error for Failure {}

impl de::Error for Failure {
    fn custom<M: fmt::Display>(message: M) -> Self {
        Failure::new(message.to_string(), "")
    }
    fn missing_field(field: &'static str) -> Self {
        Failure::new(format!("`{field}` is missing"), "")
    }
}

#[derive(Clone, Copy)]
struct Reader<'a> {
    node: &'a Node,
    notes: &'a Notes,
    short: bool,
}

impl<'a> Reader<'a> {
    fn of(self, node: &'a Node) -> Self {
        Reader { node, short: false, ..self }
    }

    fn wrong(self, expected: &str) -> Failure {
        let found = match &self.node.value {
            Value::Null => "nothing",
            Value::Scalar(_) => "a word or sentence",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        };
        let help = match self.node.value {
            Value::Null => "inside {…} a comma ends the words before it: put words with commas in quotes",
            _ => "",
        };
        Failure::new(format!("{expected} is expected here, not {found}"), help)
    }

    fn scalar(self, expected: &str) -> Result<&'a str, Failure> {
        match &self.node.value {
            Value::Scalar(text) => Ok(text),
            _ => Err(self.wrong(expected)),
        }
    }

    fn number<T: std::str::FromStr>(self) -> Result<T, Failure> {
        let text = self.scalar("a number")?;
        text.parse().map_err(|_| Failure::new(format!("`{text}` is no number"), "write digits alone"))
    }
}

macro_rules! numbers {
    ($de:lifetime: $($method:ident $visit:ident),*) => {$(
        fn $method<V: Visitor<$de>>(self, visitor: V) -> Result<V::Value, Failure> {
            visitor.$visit(self.number()?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match &self.node.value {
            Value::Null => visitor.visit_unit(),
            Value::Scalar(text) => visitor.visit_borrowed_str(text),
            Value::List(_) => self.deserialize_seq(visitor),
            Value::Map(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.scalar("true or false")? {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            other => Err(Failure::new(format!("`{other}` is neither true nor false"), "")),
        }
    }

    numbers! { 'de:
        deserialize_i8 visit_i8, deserialize_i16 visit_i16, deserialize_i32 visit_i32,
        deserialize_i64 visit_i64, deserialize_u8 visit_u8, deserialize_u16 visit_u16,
        deserialize_u32 visit_u32, deserialize_u64 visit_u64, deserialize_f32 visit_f32,
        deserialize_f64 visit_f64
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_borrowed_str(self.scalar("a text")?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.node.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Failure> {
        match name {
            AT => visitor.visit_seq(Placed { reader: self, step: 0 }),
            MANY => match &self.node.value {
                Value::Null => visitor.visit_seq(Items { reader: self, rest: [].iter() }),
                Value::List(items) => visitor.visit_seq(Items { reader: self, rest: items.iter() }),
                _ => visitor.visit_seq(Items { reader: self, rest: std::slice::from_ref(self.node).iter() }),
            },
            SHORT => visitor.visit_newtype_struct(Reader { short: true, ..self }),
            _ => self.deserialize_seq(visitor),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match &self.node.value {
            Value::List(items) => visitor.visit_seq(Items { reader: self, rest: items.iter() }),
            _ => Err(self.wrong("a list")),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match &self.node.value {
            Value::Map(entries) => {
                let rest = fields(self, entries, None);
                visitor.visit_map(Pairs { reader: self, rest: rest.into_iter(), value: None })
            }
            _ => Err(self.wrong("a map")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        match &self.node.value {
            Value::Map(entries) => {
                let rest = fields(self, entries, Some(names));
                let skipped = |name: &str| {
                    let skipped = self.notes.skipped.borrow();
                    entries.iter().any(|(key, _)| {
                        matches!(&key.value, Value::Scalar(text) if text == name) && skipped.contains(&key.at)
                    })
                };
                let pairs = Pairs { reader: self, rest: rest.into_iter(), value: None };
                visitor.visit_map(pairs).map_err(|failure| match &failure {
                    // A field that could not be read is not missing as well.
                    Failure::Untold { message, .. }
                        if names
                            .iter()
                            .any(|name| *message == format!("`{name}` is missing") && skipped(name)) =>
                    {
                        Failure::Told
                    }
                    _ => failure,
                })
            }
            Value::Scalar(_) if self.short => {
                let name = names.first().copied().unwrap_or_default();
                visitor.visit_map(Bare { reader: Reader { short: false, ..self }, name: Some(name) })
            }
            _ => Err(self.wrong(&format!("a map with `{}`", names.join("`, `")))),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let name = self.scalar("a word")?;
        if !variants.contains(&name) {
            let help = did_you_mean(name, variants.iter().copied());
            return Err(Failure::new(format!("`{name}` is not known here"), help));
        }
        let name: StrDeserializer<Failure> = name.into_deserializer();
        visitor.visit_enum(name)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! { char unit unit_struct bytes byte_buf }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }
}

/// The entries of a map without those that are unknown, repeated or skipped.
fn fields<'a>(
    reader: Reader<'a>,
    entries: &'a [(Node, Node)],
    known: Option<&[&'static str]>,
) -> Vec<&'a (Node, Node)> {
    let mut seen = BTreeSet::new();
    let keep = |entry: &&'a (Node, Node)| {
        let key = &entry.0;
        let Value::Scalar(name) = &key.value else {
            reader.notes.tell(key.at, "a name is expected here".into(), String::new());
            return false;
        };
        if known.is_some_and(|known| !known.contains(&name.as_str())) {
            let help = did_you_mean(name, known.unwrap_or_default().iter().copied());
            reader.notes.tell(key.at, format!("unknown field `{name}`"), help);
            return false;
        }
        if !seen.insert(name.as_str()) {
            reader.notes.tell(key.at, format!("`{name}` stands here twice"), "keep one of them".into());
            return false;
        }
        !reader.notes.skipped.borrow().contains(&key.at)
    };
    entries.iter().filter(keep).collect()
}

struct Items<'a> {
    reader: Reader<'a>,
    rest: std::slice::Iter<'a, Node>,
}

impl<'a> SeqAccess<'a> for Items<'a> {
    type Error = Failure;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>, Failure> {
        let skipped = |node: &Node| self.reader.notes.skipped.borrow().contains(&node.at);
        let Some(node) = self.rest.by_ref().find(|node| !skipped(node)) else { return Ok(None) };
        let notes = self.reader.notes;
        let before = notes.skipped.borrow().len();
        let reader = Reader { short: self.reader.short, ..self.reader.of(node) };
        seed.deserialize(reader).map(Some).map_err(|failure| notes.skip(failure, node.at, node.at, before))
    }
}

struct Pairs<'a> {
    reader: Reader<'a>,
    rest: std::vec::IntoIter<&'a (Node, Node)>,
    value: Option<&'a (Node, Node)>,
}

impl<'a> MapAccess<'a> for Pairs<'a> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, Failure> {
        let Some(entry) = self.rest.next() else { return Ok(None) };
        self.value = Some(entry);
        let key = &entry.0;
        let notes = self.reader.notes;
        let before = notes.skipped.borrow().len();
        seed.deserialize(self.reader.of(key))
            .map(Some)
            .map_err(|failure| notes.skip(failure, key.at, key.at, before))
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Failure> {
        let Some((key, value)) = self.value.take() else { return Err(Failure::Told) };
        let notes = self.reader.notes;
        let before = notes.skipped.borrow().len();
        let at = if value.at.is_empty() { key.at } else { value.at };
        seed.deserialize(self.reader.of(value)).map_err(|failure| notes.skip(failure, at, key.at, before))
    }
}

/// A bare word as the first field of a map.
struct Bare<'a> {
    reader: Reader<'a>,
    name: Option<&'static str>,
}

impl<'a> MapAccess<'a> for Bare<'a> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'a>>(&mut self, seed: K) -> Result<Option<K::Value>, Failure> {
        let name: Option<StrDeserializer<Failure>> =
            self.name.take().map(IntoDeserializer::into_deserializer);
        name.map(|name| seed.deserialize(name)).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Failure> {
        seed.deserialize(self.reader)
    }
}

/// Start, end, value.
struct Placed<'a> {
    reader: Reader<'a>,
    step: u8,
}

impl<'a> SeqAccess<'a> for Placed<'a> {
    type Error = Failure;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Result<Option<T::Value>, Failure> {
        self.step += 1;
        let at = self.reader.node.at;
        match self.step {
            1 => seed.deserialize(at.start.into_deserializer()).map(Some),
            2 => seed.deserialize(at.end.into_deserializer()).map(Some),
            _ => seed.deserialize(self.reader).map(Some),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AtVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for AtVisitor<T> {
            type Value = At<T>;
            fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
                out.write_str("a value")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<At<T>, A::Error> {
                let lost = || de::Error::custom("the place of a value is lost");
                let start = seq.next_element()?.ok_or_else(lost)?;
                let end = seq.next_element()?.ok_or_else(lost)?;
                let value = seq.next_element()?.ok_or_else(lost)?;
                Ok(At { at: Span { start, end }, value })
            }
        }
        deserializer.deserialize_tuple_struct(AT, 3, AtVisitor(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ManyVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for ManyVisitor<T> {
            type Value = Many<T>;
            fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
                out.write_str("one value or a list")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Many<T>, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Many(items))
            }
        }
        deserializer.deserialize_tuple_struct(MANY, 1, ManyVisitor(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Short<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ShortVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for ShortVisitor<T> {
            type Value = Short<T>;
            fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
                out.write_str("a word or a map")
            }
            fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Short<T>, D::Error> {
                T::deserialize(inner).map(Short)
            }
        }
        deserializer.deserialize_tuple_struct(SHORT, 1, ShortVisitor(PhantomData))
    }
}

impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for Entries<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor<K, V>(PhantomData<(K, V)>);
        impl<'de, K: Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for EntriesVisitor<K, V> {
            type Value = Entries<K, V>;
            fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
                out.write_str("a map")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<K, V>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(EntriesVisitor(PhantomData))
    }
}

macro_rules! schema_of_inner {
    ($wrapper:ident) => {
        impl<T: JsonSchema> JsonSchema for $wrapper<T> {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> std::borrow::Cow<'static, str> {
                T::schema_name()
            }
            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                generator.subschema_for::<T>()
            }
        }
    };
}

schema_of_inner!(At);

impl<T: JsonSchema> JsonSchema for Many<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Many{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        schemars::json_schema!({"anyOf": [one, {"type": "array", "items": one}, {"type": "null"}]})
    }
}

impl<T: JsonSchema> JsonSchema for Short<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Short{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let full = generator.subschema_for::<T>();
        schemars::json_schema!({"anyOf": [{"type": "string"}, full]})
    }
}

impl<K: JsonSchema, V: JsonSchema> JsonSchema for Entries<K, V> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Map{}", V::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let key = generator.subschema_for::<K>();
        let value = generator.subschema_for::<V>();
        schemars::json_schema!({"type": "object", "propertyNames": key, "additionalProperties": value})
    }
}
