/// A small square matrix that is the same mirrored: curvatures and covariances of a few parameters.
package struct SymmetricMatrix: Sendable, Hashable {
    package let size: Int
    private var cells: [Double]

    /// A matrix of zeros.
    package init(size: Int) {
        self.size = size
        cells = [Double](repeating: 0, count: size * size)
    }

    /// A cell; setting one sets its mirror image.
    package subscript(row: Int, column: Int) -> Double {
        get { cells[row * size + column] }
        set {
            cells[row * size + column] = newValue
            cells[column * size + row] = newValue
        }
    }

    /// The matrix times a vector.
    func times(_ vector: [Double]) -> [Double] {
        (0..<size).map { row in (0..<size).reduce(0) { $0 + self[row, $1] * vector[$1] } }
    }

    /// v · M · v: the variance of a sum weighted by `v`, where this is a covariance.
    package func form(_ vector: [Double]) -> Double {
        zip(vector, times(vector)).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// The inverse by Cholesky's factors; none where the matrix does not curve upwards in every direction.
    var inverse: SymmetricMatrix? {
        guard let factor else { return nil }
        var result = SymmetricMatrix(size: size)
        for column in 0..<size {
            var vector = [Double](repeating: 0, count: size)
            for row in 0..<size {
                var sum = row == column ? 1.0 : 0
                for before in 0..<row { sum -= factor[row * size + before] * vector[before] }
                vector[row] = sum / factor[row * size + row]
            }
            for row in (0..<size).reversed() {
                var sum = vector[row]
                for after in (row + 1)..<size { sum -= factor[after * size + row] * vector[after] }
                vector[row] = sum / factor[row * size + row]
            }
            for row in column..<size { result[row, column] = vector[row] }
        }
        return result
    }

    /// Cholesky's lower triangle.
    private var factor: [Double]? {
        var factor = [Double](repeating: 0, count: size * size)
        for row in 0..<size {
            for column in 0...row {
                var sum = self[row, column]
                for before in 0..<column { sum -= factor[row * size + before] * factor[column * size + before] }
                if row == column {
                    guard sum > 1e-13 * abs(self[row, row]), sum > 0 else { return nil }
                    factor[row * size + row] = sum.squareRoot()
                } else {
                    factor[row * size + column] = sum / factor[column * size + column]
                }
            }
        }
        return factor
    }
}
