use super::parse::Expression;

#[test]
fn reads_the_usual_expressions() {
    for text in [
        r#"user.department=="Engineering""#,
        r#"user.department eq "Engineering" and user.userType ne "Contractor""#,
        r#"String.stringContains(user.email,"jupiter")"#,
        r#"(user.title == "A" || user.title == 'B') && !isMemberOfGroupName("X")"#,
        r#"isMemberOfAnyGroup("00g1", "00g2") or String.len(user.login) > 5"#,
        r#"user.active == null ? true : false"#,
        r#"hasDirectoryUser() AND findDirectoryUser().managerUpn == "manager@example.com""#,
        "hasWorkdayUser()",
        "   user   \n   .   \n   firstName   ==   \"John\"   ",
    ] {
        assert!(
            Expression::parse(text).is_ok(),
            "{text}: {:?}",
            Expression::parse(text)
        );
    }
}

#[test]
fn says_where_an_expression_breaks() {
    for (text, at) in [
        ("user.department==", 17),
        ("nobody.x == 1", 9),
        (r#"Evil.call("x")"#, 10),
        ("user.a == \"x", 11),
    ] {
        assert!(
            Expression::parse(text)
                .unwrap_err()
                .to_string()
                .ends_with(&format!("position {at}")),
            "{text}"
        );
    }
    assert!(Expression::parse(&"(".repeat(1000)).is_err());
    assert!(Expression::parse(&"!".repeat(1000)).is_err());
}
