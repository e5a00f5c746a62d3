use super::{Writer, XmlFault, attribute, child, children, is, parse, parse_up_to, prefix_of, text};
use insta::assert_snapshot;

fn fault(text: &str) -> XmlFault {
    parse(text).unwrap_err()
}

#[test]
fn text_does_not_end_at_a_comment() {
    let document = parse("<a>admin@x<!-- -->.evil<![CDATA[.com]]></a>").unwrap();
    assert_eq!(text(document.root_element()).unwrap(), "admin@x.evil.com");
    let document = parse("<a>x<b/>y</a>").unwrap();
    assert_eq!(text(document.root_element()), None);
    let document = parse("<a><!-- only --></a>").unwrap();
    assert_eq!(text(document.root_element()).unwrap(), "");
}

#[test]
fn names_are_compared_with_their_namespace() {
    let document = parse("<p:a xmlns:p='urn:1' x='1' p:x='2'><a/><p:b/><p:b/></p:a>").unwrap();
    let root = document.root_element();
    assert!(is(root, "urn:1", "a") && !is(root, "urn:2", "a") && !is(root, "urn:1", "b"));
    assert_eq!(attribute(root, "x"), Some("1"));
    assert_eq!(children(root, "urn:1", "b").count(), 2);
    assert_eq!(child(root, "urn:1", "b").unwrap_err(), "b");
    assert!(child(root, "urn:1", "c").unwrap().is_none());
    assert_eq!(prefix_of(root), "p");
    assert_eq!(prefix_of(root.first_element_child().unwrap()), "");
}

#[test]
fn what_is_refused_is_named() {
    assert_snapshot!(fault("<!DOCTYPE a><a/>"), @"the document has a document type declaration (DOCTYPE)");
    assert_snapshot!(fault("<a><!ENTITY x 'y'></a>"), @"the document has a document type declaration (DOCTYPE)");
    assert_snapshot!(fault("<a><?x?></a>"), @"the document has a processing instruction");
    assert_snapshot!(fault("<?xml version='1.0' encoding='latin1'?><a/>"), @"the document is not UTF-8");
    assert_snapshot!(fault("<a ID='1'><b id='1'/></a>"), @"the id `1` is used twice");
    assert_snapshot!(fault("<a xmlns:p='x'/>"), @"the namespace `x` is not an absolute address");
    assert_snapshot!(fault("<a xmlns:p=''/>"), @"the namespace `` is not an absolute address");
    assert_snapshot!(fault("<a>"), @"the document is not well-formed XML: the root node was opened but never closed");
    assert_snapshot!(fault("<a"), @"the document is not well-formed XML: a tag has no end");
    assert_snapshot!(fault("<a/><b/>"), @"the document is not well-formed XML: unknown token at 1:5");
    assert_eq!(
        parse_up_to("<abc/>", 3).unwrap_err(),
        XmlFault::TooLarge { bytes: 6, max: 3 }
    );
}

#[test]
fn limits_are_where_they_are_said_to_be() {
    let nested = |depth: usize| ["<a>".repeat(depth), "</a>".repeat(depth)].concat();
    assert!(parse(&nested(48)).is_ok());
    assert_eq!(fault(&nested(49)), XmlFault::TooDeep);
    let wide = |count: usize| {
        format!(
            "<a{}/>",
            (0..count).map(|n| format!(" a{n}='>'")).collect::<String>()
        )
    };
    assert!(parse(&wide(48)).is_ok());
    assert_eq!(fault(&wide(49)), XmlFault::TooManyAttributes);
    let spread = |outer: usize, inner: usize| {
        let declare = |name: &str, count| {
            (0..count)
                .map(|n| format!(" xmlns:{name}{n}='urn:{n}'"))
                .collect::<String>()
        };
        format!(
            "<a><b{}/><b{}><c{}/></b></a>",
            declare("x", 40),
            declare("y", outer),
            declare("z", inner)
        )
    };
    assert!(parse(&spread(20, 20)).is_ok());
    assert_eq!(fault(&spread(25, 25)), XmlFault::TooManyNamespaces);
}

#[test]
fn what_is_written_reads_back() {
    let mut writer = Writer::default();
    writer
        .open("a", &[("b", Some("\"<&>'\n\t\r")), ("c", None)])
        .leaf("d", &[], "<&>]]>\r")
        .empty("e", &[]);
    let written = writer.finish();
    let document = parse(&written).unwrap();
    let root = document.root_element();
    assert_eq!(attribute(root, "b"), Some("\"<&>'\n\t\r"));
    assert_eq!(attribute(root, "c"), None);
    assert_eq!(text(root.first_element_child().unwrap()).unwrap(), "<&>]]>\r");
}
