PRAGMA application_id=1464356684;
BEGIN TRANSACTION;
CREATE TABLE about (
	"key" VARCHAR(64) NOT NULL, 
	value VARCHAR NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "about" VALUES('version','3');
INSERT INTO "about" VALUES('theatre','arland');
INSERT INTO "about" VALUES('found_at','arland');
CREATE TABLE arrival (
	id VARCHAR(64) NOT NULL, 
	report VARCHAR(64) NOT NULL, 
	received_us BIGINT NOT NULL, 
	day INTEGER NOT NULL, 
	ref VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	raw_sha256 VARCHAR(64) NOT NULL, 
	extractor VARCHAR NOT NULL, 
	signature BLOB NOT NULL, 
	notes VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "arrival" VALUES('8f69f82af4a98e995c3e4590f7faf98789079b9c1bc173f2e9a86b6930934d7b','b01a87b998df9bf7b62f6a905089ed40',1931083200000000,22350,'','en','Velin 0000 فلين','d7439bee24773bcbfa2d0a97947ee36227b10d1022b1a55847e928965bb6bfde','plain@1',X'0102','[]');
INSERT INTO "arrival" VALUES('e2d545ebb4158fa86f1446c0e13b7ccc00fa77007d5d1d6dc5ac394a02f35a4b','b01a87b998df9bf7b62f6a905089ed40',1930996800000000,22350,'','en','Velin 0000 فلين','d7439bee24773bcbfa2d0a97947ee36227b10d1022b1a55847e928965bb6bfde','plain@1',X'0102','[]');
CREATE TABLE claim (
	seq INTEGER NOT NULL, 
	reading INTEGER NOT NULL, 
	id VARCHAR(64) NOT NULL, 
	report VARCHAR(64) NOT NULL, 
	place VARCHAR NOT NULL, 
	verb VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	first_day INTEGER NOT NULL, 
	last_day INTEGER NOT NULL, 
	body VARCHAR NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (reading, id)
);
INSERT INTO "claim" VALUES(1,1,'42016be28862085ed6210bca5f490573','b01a87b998df9bf7b62f6a905089ed40','velin','control_gained','coastal-league','asserted',22350,22351,'{"id":"42016be28862085ed6210bca5f490573","finding":"01665b550fea883320acc5cd7bca90e8","verb":"control_gained","actor":"coastal-league","target":"","place":"velin","place_text":"Velin","candidates":[["velin",0.75],["velin-hill",0.25]],"when":{"first":"2031-03-12","last":"2031-03-13","grain":"day","basis":"stated"},"voices":[{"text":"Harbour Post","source":"harbour-post","party":false}],"status":"asserted","quote":{"start":0,"end":30},"counts":[],"finder":"frames@test"}');
CREATE TABLE claim_place (
	place VARCHAR NOT NULL, 
	claim INTEGER NOT NULL, 
	weight FLOAT NOT NULL, 
	PRIMARY KEY (place, claim)
)
 WITHOUT ROWID

;
INSERT INTO "claim_place" VALUES('velin',1,0.75);
INSERT INTO "claim_place" VALUES('velin-hill',1,0.25);
CREATE TABLE decision (
	seq INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	"by" VARCHAR NOT NULL, 
	at_us BIGINT NOT NULL, 
	about VARCHAR NOT NULL, 
	ruling VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	changes VARCHAR NOT NULL, 
	previous_hash VARCHAR(64) NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id)
);
INSERT INTO "decision" VALUES(1,'d1','desk',1931083200000000,'42016be28862085ed6210bca5f490573','reject','seen on film','[]','0000000000000000000000000000000000000000000000000000000000000000','38cc042e453181a6a25cce0fae6ba84b5e62a22466e812a9219ff606477c9d66');
CREATE TABLE edition (
	id VARCHAR(64) NOT NULL, 
	code VARCHAR NOT NULL, 
	method VARCHAR NOT NULL, 
	settings VARCHAR NOT NULL, 
	theatre VARCHAR NOT NULL, 
	languages VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "edition" VALUES('reader-1','0.1','frames@1','','aa','bb');
INSERT INTO "edition" VALUES('fuser-1','0.1','model','','aa','bb');
CREATE TABLE finding (
	seq INTEGER NOT NULL, 
	reading INTEGER NOT NULL, 
	id VARCHAR(64) NOT NULL, 
	body VARCHAR NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (reading, id)
);
INSERT INTO "finding" VALUES(1,1,'68141088aa770bb3b4857d7df609b3f0','{"id":"68141088aa770bb3b4857d7df609b3f0","report":"b01a87b998df9bf7b62f6a905089ed40","verb":"control_gained","frame":"take","trigger":{"start":19,"end":23},"evidence":{"start":0,"end":30},"sentence":{"start":0,"end":30},"status":"asserted","finder":"frames@test","actor":{"span":{"start":0,"end":18},"text":"The Coastal League"},"places":[{"span":{"start":24,"end":29},"text":"Velin"}]}');
CREATE TABLE fit (
	seq INTEGER NOT NULL, 
	id VARCHAR(64) NOT NULL, 
	known_us BIGINT NOT NULL, 
	heard_us BIGINT NOT NULL, 
	code VARCHAR NOT NULL, 
	numbers VARCHAR NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (id), 
	UNIQUE (known_us)
);
CREATE TABLE page (
	place VARCHAR NOT NULL, 
	edition VARCHAR(64) NOT NULL, 
	known_us BIGINT NOT NULL, 
	PRIMARY KEY (place)
);
INSERT INTO "page" VALUES('velin','fuser-1',1931083200000000);
CREATE TABLE period (
	place VARCHAR NOT NULL, 
	first_day INTEGER NOT NULL, 
	last_day INTEGER NOT NULL, 
	body VARCHAR NOT NULL, 
	PRIMARY KEY (place, first_day)
);
INSERT INTO "period" VALUES('velin',22339,2147483647,'{"holders":["coastal-league"],"belief":0.9,"shares":[["coastal-league",0.9],["",0.09999999999999998]],"voices":1,"last_heard":"2031-03-01","weight":3.5,"because":["c1"],"against":[]}');
CREATE TABLE raw (
	sha256 VARCHAR(64) NOT NULL, 
	packed BLOB NOT NULL, 
	PRIMARY KEY (sha256)
);
INSERT INTO "raw" VALUES('d7439bee24773bcbfa2d0a97947ee36227b10d1022b1a55847e928965bb6bfde',X'789C2B4A2C07000292014B');
CREATE TABLE reading (
	seq INTEGER NOT NULL, 
	report VARCHAR(64) NOT NULL, 
	edition VARCHAR(64) NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (report, edition)
);
INSERT INTO "reading" VALUES(1,'b01a87b998df9bf7b62f6a905089ed40','reader-1');
CREATE TABLE report (
	id VARCHAR(64) NOT NULL, 
	outlet VARCHAR NOT NULL, 
	url VARCHAR, 
	published_us BIGINT NOT NULL, 
	text VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "report" VALUES('b01a87b998df9bf7b62f6a905089ed40','Harbour Post',NULL,1931083200000000,'The Coastal League took Velin.');
CREATE TABLE skipped (
	id VARCHAR(64) NOT NULL, 
	origin VARCHAR NOT NULL, 
	ref VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	excerpt VARCHAR NOT NULL, 
	raw_sha256 VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "skipped" VALUES('s1','in.jsonl:3','x','no text nul 0000 sub 001a half d83dde00 dfff فلين Велін ‮abc⁩ 001a0000','{}','00');
CREATE TABLE stale (
	place VARCHAR NOT NULL, 
	PRIMARY KEY (place)
);
INSERT INTO "stale" VALUES('velin-hill');
CREATE TABLE unlinked (
	seq INTEGER NOT NULL, 
	reading INTEGER NOT NULL, 
	id VARCHAR(64) NOT NULL, 
	report VARCHAR(64) NOT NULL, 
	part VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	body VARCHAR NOT NULL, 
	PRIMARY KEY (seq), 
	UNIQUE (reading, id)
);
INSERT INTO "unlinked" VALUES(1,1,'8d50867966026fb35d60dcf9a0ddeed4','b01a87b998df9bf7b62f6a905089ed40','place','not-in-gazetteer','{"id":"8d50867966026fb35d60dcf9a0ddeed4","finding":{"id":"2e99c63652b3c739992e4cfc8c02c0cb","report":"b01a87b998df9bf7b62f6a905089ed40","verb":"control_gained","frame":"take","trigger":{"start":19,"end":23},"evidence":{"start":0,"end":30},"sentence":{"start":0,"end":30},"status":"asserted","finder":"frames@test","places":[{"span":{"start":24,"end":29},"text":"Velin"}]},"part":"place","text":"Zorn","reason":"not-in-gazetteer","candidates":[{"place":"velin","score":-3.25,"why":["fuzzy"],"km":12.5}]}');
CREATE INDEX arrival_of_report ON arrival (report, received_us, id);
CREATE INDEX arrival_by_time ON arrival (received_us);
CREATE INDEX reading_of_report ON reading (report, seq);
CREATE INDEX finding_by_id ON finding (id);
CREATE INDEX claim_by_id ON claim (id);
CREATE INDEX period_by_day ON period (first_day, last_day);
CREATE TRIGGER report_no_update BEFORE UPDATE ON report BEGIN SELECT RAISE(ABORT, 'report is append-only'); END;
CREATE TRIGGER report_no_delete BEFORE DELETE ON report BEGIN SELECT RAISE(ABORT, 'report is append-only'); END;
CREATE TRIGGER arrival_no_update BEFORE UPDATE ON arrival BEGIN SELECT RAISE(ABORT, 'arrival is append-only'); END;
CREATE TRIGGER arrival_no_delete BEFORE DELETE ON arrival BEGIN SELECT RAISE(ABORT, 'arrival is append-only'); END;
CREATE TRIGGER raw_no_update BEFORE UPDATE ON raw BEGIN SELECT RAISE(ABORT, 'raw is append-only'); END;
CREATE TRIGGER raw_no_delete BEFORE DELETE ON raw BEGIN SELECT RAISE(ABORT, 'raw is append-only'); END;
CREATE TRIGGER reading_no_update BEFORE UPDATE ON reading BEGIN SELECT RAISE(ABORT, 'reading is append-only'); END;
CREATE TRIGGER reading_no_delete BEFORE DELETE ON reading BEGIN SELECT RAISE(ABORT, 'reading is append-only'); END;
CREATE TRIGGER finding_no_update BEFORE UPDATE ON finding BEGIN SELECT RAISE(ABORT, 'finding is append-only'); END;
CREATE TRIGGER finding_no_delete BEFORE DELETE ON finding BEGIN SELECT RAISE(ABORT, 'finding is append-only'); END;
CREATE TRIGGER claim_no_update BEFORE UPDATE ON claim BEGIN SELECT RAISE(ABORT, 'claim is append-only'); END;
CREATE TRIGGER claim_no_delete BEFORE DELETE ON claim BEGIN SELECT RAISE(ABORT, 'claim is append-only'); END;
CREATE TRIGGER claim_place_no_update BEFORE UPDATE ON claim_place BEGIN SELECT RAISE(ABORT, 'claim_place is append-only'); END;
CREATE TRIGGER claim_place_no_delete BEFORE DELETE ON claim_place BEGIN SELECT RAISE(ABORT, 'claim_place is append-only'); END;
CREATE TRIGGER unlinked_no_update BEFORE UPDATE ON unlinked BEGIN SELECT RAISE(ABORT, 'unlinked is append-only'); END;
CREATE TRIGGER unlinked_no_delete BEFORE DELETE ON unlinked BEGIN SELECT RAISE(ABORT, 'unlinked is append-only'); END;
CREATE TRIGGER skipped_no_update BEFORE UPDATE ON skipped BEGIN SELECT RAISE(ABORT, 'skipped is append-only'); END;
CREATE TRIGGER skipped_no_delete BEFORE DELETE ON skipped BEGIN SELECT RAISE(ABORT, 'skipped is append-only'); END;
CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision BEGIN SELECT RAISE(ABORT, 'decision is append-only'); END;
CREATE INDEX claim_place_of_claim ON claim_place (claim);
CREATE TRIGGER report_no_replace BEFORE INSERT ON report WHEN EXISTS (SELECT 1 FROM report WHERE id = NEW.id) BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER arrival_no_replace BEFORE INSERT ON arrival WHEN EXISTS (SELECT 1 FROM arrival WHERE id = NEW.id) BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER raw_no_replace BEFORE INSERT ON raw WHEN EXISTS (SELECT 1 FROM raw WHERE sha256 = NEW.sha256) BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER reading_no_replace BEFORE INSERT ON reading WHEN EXISTS (SELECT 1 FROM reading WHERE seq = NEW.seq OR (report = NEW.report AND edition = NEW.edition)) BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER finding_no_replace BEFORE INSERT ON finding WHEN EXISTS (SELECT 1 FROM finding WHERE seq = NEW.seq OR (reading = NEW.reading AND id = NEW.id)) BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER claim_no_replace BEFORE INSERT ON claim WHEN EXISTS (SELECT 1 FROM claim WHERE seq = NEW.seq OR (reading = NEW.reading AND id = NEW.id)) BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER claim_place_no_replace BEFORE INSERT ON claim_place WHEN EXISTS (SELECT 1 FROM claim_place WHERE place = NEW.place AND claim = NEW.claim) BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER unlinked_no_replace BEFORE INSERT ON unlinked WHEN EXISTS (SELECT 1 FROM unlinked WHERE seq = NEW.seq OR (reading = NEW.reading AND id = NEW.id)) BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER skipped_no_replace BEFORE INSERT ON skipped WHEN EXISTS (SELECT 1 FROM skipped WHERE id = NEW.id) BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER decision_no_replace BEFORE INSERT ON decision WHEN EXISTS (SELECT 1 FROM decision WHERE seq = NEW.seq OR id = NEW.id) BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER fit_no_update BEFORE UPDATE ON fit BEGIN SELECT RAISE(ABORT, 'fit is append-only'); END;
CREATE TRIGGER fit_no_delete BEFORE DELETE ON fit BEGIN SELECT RAISE(ABORT, 'fit is append-only'); END;
CREATE TRIGGER fit_no_replace BEFORE INSERT ON fit WHEN EXISTS (SELECT 1 FROM fit WHERE seq = NEW.seq OR id = NEW.id OR known_us = NEW.known_us) BEGIN SELECT RAISE(IGNORE); END;
COMMIT;
