package io.apogeemq.common.message;

/**
 * Joins the CRC-32 of two neighbouring stretches of bytes into the CRC-32 of both, without reading
 * them again. This lets the long part of a record be summed before its place in the log is known;
 * only the header is summed while the log is held.
 *
 * <p>A CRC is the remainder of a polynomial over GF(2), lowest power in the highest bit here.
 * Appending n bytes multiplies the remainder by x^(8n), so {@code crc(A B) = crc(A) * x^(8|B|) +
 * crc(B)}; the initial and final inversions of CRC-32 cancel out in that sum.
 */
final class Crc32Join {

    /** The polynomial of CRC-32 with its bits reversed. */
    private static final int POLYNOMIAL = 0xEDB88320;

    /** x^0. */
    private static final int ONE = 0x80000000;

    /** x^(8 * 2^k) for k = 0..31: powers for lengths are products of these. */
    private static final int[] BYTE_POWERS = bytePowers();

    private Crc32Join() {}

    /** The factor x^(8n) for a second part of {@code bytes} bytes, 0 or more. */
    static int factorFor(int bytes) {
        int factor = ONE;
        for (int k = 0; bytes >>> k != 0; k++) {
            if ((bytes >>> k & 1) != 0) {
                factor = multiply(factor, BYTE_POWERS[k]);
            }
        }
        return factor;
    }

    /** The CRC of both parts; all values are unmasked. */
    static int join(int firstCrc, int secondCrc, int factorForSecond) {
        return multiply(firstCrc, factorForSecond) ^ secondCrc;
    }

    private static int multiply(int a, int b) {
        int product = 0;
        int term = b;
        for (int rest = a; rest != 0; rest <<= 1) {
            // Branch-free: both masks are all ones or all zeros.
            product ^= term & (rest >> 31);
            term = (term >>> 1) ^ (POLYNOMIAL & -(term & 1));
        }
        return product;
    }

    private static int[] bytePowers() {
        int[] powers = new int[32];
        powers[0] = ONE >>> 8;
        for (int k = 1; k < powers.length; k++) {
            powers[k] = multiply(powers[k - 1], powers[k - 1]);
        }
        return powers;
    }
}
