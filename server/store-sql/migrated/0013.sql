-- What migration 0013 added to the rows that 0012 left.

UPDATE account SET every_call = 1 WHERE id = '87785f2667aeb9e19875ee134c403053';
