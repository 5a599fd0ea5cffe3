import Foundation
import SetiaCore
import SetiaServer
import SetiaService

// A brand as large as the console must bear, made through the real store; and what its pages ask for, without HTTP.
//
//   swift run -c release ConsoleFill fill DATABASE [MEMBERS] [EVENTS]
//   swift run -c release ConsoleFill ask DATABASE

@main
enum ConsoleFill {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3 else { return usage() }
        func number(_ place: Int, _ otherwise: Int) -> Int {
            arguments.indices.contains(place) ? Int(arguments[place]) ?? otherwise : otherwise
        }
        let path = arguments[2]
        let brand = try await Brand.open(DatabaseLocation(path), keys: nil, mayCreate: arguments[1] == "fill")
        switch arguments[1] {
        case "fill":
            let members = number(3, 1_000_000)
            try await Filling(brand.service, members: members, events: number(4, 10 * members)).run()
            try await sample(brand.service, to: path + ".members")
        case "ask": try await Asking(brand.service).run()
        default: usage()
        }
        try await brand.close()
    }

    /// Writes down some members' ids, by which pages are asked for: `measure.py` reads them.
    private static func sample(_ service: SetiaService, to path: String) async throws {
        let ids = try await service.store.reading { archive in
            let all = try archive.members(after: nil, limit: .max)
            return stride(from: 0, to: all.count, by: max(1, all.count / 2_000)).map { all[$0].text }
        }
        try Data((ids.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
    }

    private static func usage() {
        print("usage: ConsoleFill fill DATABASE [MEMBERS] [EVENTS] | ConsoleFill ask DATABASE")
    }
}

/// Seconds that something took.
func seconds(_ body: () async throws -> Void) async rethrows -> Double {
    let began = ContinuousClock.now
    try await body()
    let took = began.duration(to: .now)
    return Double(took.components.seconds) + Double(took.components.attoseconds) / 1e18
}
