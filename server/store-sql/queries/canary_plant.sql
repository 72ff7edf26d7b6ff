INSERT INTO canary (id, body) VALUES ('canary', $1) ON CONFLICT (id) DO NOTHING
