use super::*;

fn flags() -> Serve {
    Serve {
        config: None,
        listen: None,
        pg_listen: None,
        data_dir: None,
        public_url: None,
        geo_city_file: None,
        geo_asn_file: None,
        ready_file: None,
        allow_private_org_urls: false,
    }
}

#[test]
fn a_file_wins_over_defaults_and_flags_win_over_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("portolan.toml");
    std::fs::write(&file, "listen = '0.0.0.0:9000'\nquery_timeout_s = 5\n").unwrap();
    let given = Serve {
        config: Some(file),
        listen: Some("127.0.0.1:1234".parse().unwrap()),
        ..flags()
    };
    let settings = Settings::read(&given).unwrap();
    assert_eq!(
        (
            settings.listen.port(),
            settings.query_timeout_s,
            settings.query_memory_mb
        ),
        (1234, 5, 512)
    );
}

#[test]
fn a_misspelt_setting_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("portolan.toml");
    std::fs::write(&file, "lissten = '0.0.0.0:9000'\n").unwrap();
    let error = Settings::read(&Serve {
        config: Some(file),
        ..flags()
    })
    .unwrap_err();
    assert!(format!("{error:#}").contains("lissten"), "{error:#}");
}

#[test]
fn links_lead_to_where_people_reach_the_server() {
    let outside = Settings {
        public_url: Some("https://portolan.example.com/".to_owned()),
        ..Settings::default()
    };
    assert_eq!(outside.url(outside.listen), "https://portolan.example.com");
    let inside = Settings::default();
    assert_eq!(inside.url(inside.listen), "http://127.0.0.1:8080");
}

#[test]
fn sources_are_kept_for_days_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("portolan.toml");
    let read = |text: &str| {
        std::fs::write(&file, text).unwrap();
        Settings::read(&Serve {
            config: Some(file.clone()),
            ..flags()
        })
    };
    let settings = read("keep_events_days = 30\nkeep_events_days_of = { aws = 90, self = 0 }\n").unwrap();
    let retention = settings.retention();
    assert_eq!((retention.days, retention.by_source["aws"]), (Some(30), 90));
    assert_eq!(
        retention.by_source["self"], FOR_EVER_DAYS,
        "0 is for ever, not nothing"
    );
    let wrong = read("keep_events_days_of = { azure = 1 }\n").unwrap_err();
    assert!(format!("{wrong:#}").contains("azure"), "{wrong:#}");
    assert_eq!(
        Settings::default().retention(),
        Retention::default(),
        "nothing is dropped"
    );
}

#[test]
fn a_store_of_events_is_a_bucket_and_what_stands_before_its_keys() {
    let of = |store: &str, endpoint: Option<&str>| {
        let settings = Settings {
            events_store: Some(store.to_owned()),
            events_store_endpoint: endpoint.map(str::to_owned),
            ..Settings::default()
        };
        settings.shelf(Reach::Public).map(Option::unwrap)
    };
    let shelf = of("s3://trail/a/b/", None).unwrap();
    assert_eq!((&*shelf.bucket.bucket, &*shelf.bucket.prefix), ("trail", "a/b/"));
    assert_eq!(of("s3://trail", None).unwrap().bucket.prefix, "");
    assert!(of("trail", None).is_err() && of("s3://", None).is_err());
    assert!(of("s3://trail", Some("http://minio.example")).is_err());
    let shelf = of("s3://trail", Some("https://minio.example")).unwrap();
    assert_eq!(shelf.bucket.endpoint.unwrap().as_str(), "https://minio.example/");
    assert!(Settings::default().shelf(Reach::Public).unwrap().is_none());
}
