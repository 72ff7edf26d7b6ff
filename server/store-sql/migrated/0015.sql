-- What migration 0015 added to the rows that 0014 left.

INSERT INTO resource_key (id, digest, name, name_key, created_at) VALUES
    ('92d35fa6fc0794b3f607182930415263', 'af42ed5dc0b17f8694a51627d8e9fa0b1c2d3e4f5061728394a5b6c7d8e9fa0b', 'Billing', 'billing', 1800000100);

INSERT INTO app_code (digest, session_id, app, state, expires_at) VALUES
    ('b053fe6ed1c280f7a5b62738e9fa0b1c2d3e4f5061728394a5b6c7d8e9fa0b1c', '5a07b31dc07882c196b53adc17800e95', 'https://shop.example.com', 'c1640f7fe2d39108b6c73849fa0b1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d', 1800000360);

INSERT INTO app_session (digest, session_id, app) VALUES
    ('d2751080f3e4a219c7d8495a0b1c2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e', '5a07b31dc07882c196b53adc17800e95', 'https://shop.example.com');
