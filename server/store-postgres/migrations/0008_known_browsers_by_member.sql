-- They are looked up by their member, so the key begins with it.
ALTER TABLE known_browser DROP CONSTRAINT known_browser_pkey, ADD PRIMARY KEY (member_id, digest);
