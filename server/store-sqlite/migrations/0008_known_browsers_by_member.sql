-- They are looked up by their member, so the key begins with it. No table refers to this one.
CREATE TABLE known_browser_by_member (
    member_id TEXT   NOT NULL REFERENCES member (id) ON DELETE CASCADE,
    digest    TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (member_id, digest)
);
INSERT INTO known_browser_by_member (member_id, digest, at) SELECT member_id, digest, at FROM known_browser;
DROP TABLE known_browser;
ALTER TABLE known_browser_by_member RENAME TO known_browser;
CREATE INDEX known_browser_at ON known_browser (at);
