internal import CArgon2
internal import Foundation
internal import SetiaService
internal import Synchronization

/// Passwords hashed by Argon2id (RFC 9106): 19 MiB, two passes, one lane, as OWASP has it; kept as PHC strings.
///
/// Hashing takes tens of milliseconds and its memory, so it runs on threads of its own, few at a time; whoever comes
/// while too many wait is told so. Passwords are folded first (NFKC), since keyboards type "é" in two ways.
package final class Argon2Passwords: PasswordHashing {
    private static let memory: UInt32 = 19_456  // KiB
    private static let passes: UInt32 = 2
    private static let lanes: UInt32 = 1
    private static let prefix = "$argon2id$v=19$m=19456,t=2,p=1$"

    private let queue = OperationQueue()
    private let waiting = Mutex(0)
    private let mostWaiting: Int

    private let nobodys = Mutex<String?>(nil)

    /// Hashing on at most `parallel` threads, with so many more waiting.
    package init(parallel: Int = 2, mostWaiting: Int = 200) {
        queue.maxConcurrentOperationCount = parallel
        queue.name = "passwords"
        self.mostWaiting = mostWaiting
    }

    /// Of no password that can be typed: it is longer than any that is taken.
    ///
    /// It is made when it is first asked for.
    package var dummy: String {
        nobodys.withLock { kept in
            let made = kept ?? Argon2Passwords.encoded([UInt8](repeating: 0, count: 1_024)) ?? ""
            kept = made
            return made
        }
    }

    package func hash(_ password: String) async throws -> String {
        let bytes = Argon2Passwords.bytes(of: password)
        guard let encoded = try await away({ Argon2Passwords.encoded(bytes) }) else { throw PasswordFailure() }
        return encoded
    }

    package func verify(_ password: String, against kept: String) async throws -> Bool {
        // More than anybody's is as wrong as any other, and costs no more.
        let bytes = Array(Argon2Passwords.bytes(of: password).prefix(1_000))
        return try await away { argon2id_verify(kept, bytes, bytes.count) == ARGON2_OK.rawValue }
    }

    package func isOutdated(_ kept: String) -> Bool { !kept.hasPrefix(Argon2Passwords.prefix) }

    private static func bytes(of password: String) -> [UInt8] {
        Array(password.precomposedStringWithCompatibilityMapping.utf8)
    }

    private static func encoded(_ password: [UInt8]) -> String? {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        var text = [CChar](repeating: 0, count: argon2_encodedlen(passes, memory, lanes, 16, 32, Argon2_id))
        let status = argon2id_hash_encoded(
            passes,
            memory,
            lanes,
            password,
            password.count,
            salt,
            salt.count,
            32,
            &text,
            text.count
        )
        guard status == ARGON2_OK.rawValue else { return nil }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Runs `work` where no task waits for a thread.
    private func away<R: Sendable>(_ work: @escaping @Sendable () -> R) async throws -> R {
        let isTaken = waiting.withLock { waiting in
            guard waiting < mostWaiting else { return false }
            waiting += 1
            return true
        }
        guard isTaken else { throw SignInOverloaded() }
        defer { waiting.withLock { $0 -= 1 } }
        return await withCheckedContinuation { continuation in
            queue.addOperation { continuation.resume(returning: work()) }
        }
    }
}

/// A password could not be hashed: there was no memory for it.
package struct PasswordFailure: Error, Sendable, CustomStringConvertible {
    /// What a person reads.
    package var description: String { "the password could not be hashed: too little memory" }
}
