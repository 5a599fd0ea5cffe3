import Logging
import SetiaCore
import SetiaServer
import SetiaTesting
import Synchronization
import Testing

@Suite("The log as JSON")
struct JSONLogTests {
    @Test("a line is an object, its keys sorted; a name that is taken gets an underscore")
    func lines() {
        let lines = Mutex<[String]>([])
        var logger = Logger(label: "setia") { _ in
            JSONLogHandler(now: { Fixture.newYear }) { line in lines.withLock { $0.append(line) } }
        }
        logger[metadataKey: "request"] = "r-1"
        logger.info("a \"word\"\n", metadata: ["level": "gold", "status": "\(201)"])
        logger.debug("not told")
        #expect(
            lines.withLock { $0 } == [
                #"{"_level":"gold","level":"info","message":"a \"word\"\n","request":"r-1","status":"201","#
                    + #""time":"\#(Fixture.newYear.rfc3339)"}"#
            ]
        )
    }
}
