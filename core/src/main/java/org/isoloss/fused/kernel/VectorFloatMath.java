/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.isoloss.fused.kernel.FloatMath.BIAS;
import static org.isoloss.fused.kernel.FloatMath.COUNTER;
import static org.isoloss.fused.kernel.FloatMath.COUNTER_AND_BIAS;
import static org.isoloss.fused.kernel.FloatMath.E2;
import static org.isoloss.fused.kernel.FloatMath.E3;
import static org.isoloss.fused.kernel.FloatMath.E4;
import static org.isoloss.fused.kernel.FloatMath.E5;
import static org.isoloss.fused.kernel.FloatMath.E6;
import static org.isoloss.fused.kernel.FloatMath.EXP_LOWEST;
import static org.isoloss.fused.kernel.FloatMath.L10;
import static org.isoloss.fused.kernel.FloatMath.L3;
import static org.isoloss.fused.kernel.FloatMath.L4;
import static org.isoloss.fused.kernel.FloatMath.L5;
import static org.isoloss.fused.kernel.FloatMath.L6;
import static org.isoloss.fused.kernel.FloatMath.L7;
import static org.isoloss.fused.kernel.FloatMath.L8;
import static org.isoloss.fused.kernel.FloatMath.L9;
import static org.isoloss.fused.kernel.FloatMath.LN2;
import static org.isoloss.fused.kernel.FloatMath.LN2_REST;
import static org.isoloss.fused.kernel.FloatMath.LOG2_E;
import static org.isoloss.fused.kernel.FloatMath.MANTISSA;
import static org.isoloss.fused.kernel.FloatMath.MANTISSA_MASK;
import static org.isoloss.fused.kernel.FloatMath.Q10;
import static org.isoloss.fused.kernel.FloatMath.Q11;
import static org.isoloss.fused.kernel.FloatMath.Q2;
import static org.isoloss.fused.kernel.FloatMath.Q3;
import static org.isoloss.fused.kernel.FloatMath.Q4;
import static org.isoloss.fused.kernel.FloatMath.Q5;
import static org.isoloss.fused.kernel.FloatMath.Q6;
import static org.isoloss.fused.kernel.FloatMath.Q7;
import static org.isoloss.fused.kernel.FloatMath.Q8;
import static org.isoloss.fused.kernel.FloatMath.Q9;
import static org.isoloss.fused.kernel.FloatMath.ROOT_HALF;
import static org.isoloss.fused.kernel.FloatMath.ROUNDER;
import static org.isoloss.fused.kernel.FloatMath.TO_ONE;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link FloatMath} for a vector of numbers: the same operations in the same order, its cases by selection or mended by who calls. */
final class VectorFloatMath {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final VectorSpecies<Integer> SPECIES_OF_BITS = IntVector.SPECIES_PREFERRED;

    private VectorFloatMath() {}

    /** {@code exp} between its bounds, and anything beyond. */
    static FloatVector power(FloatVector x) {
        FloatVector n = x.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUNDER));
        FloatVector k = n.sub(ROUNDER);
        FloatVector r = k.fma(broadcast(SPECIES, -LN2_REST), k.fma(broadcast(SPECIES, -LN2), x));
        FloatVector p = broadcast(SPECIES, E6)
                .fma(r, broadcast(SPECIES, E5))
                .fma(r, broadcast(SPECIES, E4))
                .fma(r, broadcast(SPECIES, E3))
                .fma(r, broadcast(SPECIES, E2));
        FloatVector y = p.fma(r, broadcast(SPECIES, 1)).fma(r, broadcast(SPECIES, 1));
        return y.reinterpretAsInts()
                .add(n.reinterpretAsInts().lanewise(LSHL, MANTISSA))
                .reinterpretAsFloats();
    }

    /** {@code log x} of normal numbers above 0, and anything of others. */
    static FloatVector logOfNormal(FloatVector x) {
        IntVector bits = x.reinterpretAsInts().add(TO_ONE);
        return log(fraction(bits).sub(1), exponent(bits));
    }

    static FloatVector log1p(FloatVector x) {
        FloatVector u = x.add(1);
        FloatVector b = u.sub(1);
        FloatVector rest = broadcast(SPECIES, 1).sub(u.sub(b)).add(x.sub(b));
        IntVector bits = u.reinterpretAsInts().add(TO_ONE);
        FloatVector scale = IntVector.broadcast(SPECIES_OF_BITS, (2 * BIAS + 1) << MANTISSA)
                .sub(bits.and(~MANTISSA_MASK))
                .reinterpretAsFloats();
        FloatVector y = log(rest.mul(0.5f).fma(scale, fraction(bits).sub(1)), exponent(bits));
        return x.blend(y, x.compare(LT, Float.POSITIVE_INFINITY))
                .blend(Float.NaN, x.compare(LT, -1))
                .blend(Float.NEGATIVE_INFINITY, x.compare(EQ, -1));
    }

    private static FloatVector exponent(IntVector bits) {
        return bits.lanewise(LSHR, MANTISSA).or(COUNTER).reinterpretAsFloats().sub(COUNTER_AND_BIAS);
    }

    private static FloatVector fraction(IntVector bits) {
        return bits.and(MANTISSA_MASK).add(ROOT_HALF).reinterpretAsFloats();
    }

    private static FloatVector log(FloatVector r, FloatVector e) {
        FloatVector q = broadcast(SPECIES, L10)
                .fma(r, broadcast(SPECIES, L9))
                .fma(r, broadcast(SPECIES, L8))
                .fma(r, broadcast(SPECIES, L7))
                .fma(r, broadcast(SPECIES, L6))
                .fma(r, broadcast(SPECIES, L5))
                .fma(r, broadcast(SPECIES, L4))
                .fma(r, broadcast(SPECIES, L3));
        FloatVector y = r.mul(r).mul(q.fma(r, broadcast(SPECIES, -0.5f)));
        return e.fma(broadcast(SPECIES, LN2), r.add(e.fma(broadcast(SPECIES, LN2_REST), y)));
    }

    private static FloatVector log1pOfFraction(FloatVector z) {
        FloatVector q = broadcast(SPECIES, Q11)
                .fma(z, broadcast(SPECIES, Q10))
                .fma(z, broadcast(SPECIES, Q9))
                .fma(z, broadcast(SPECIES, Q8))
                .fma(z, broadcast(SPECIES, Q7));
        q = q.fma(z, broadcast(SPECIES, Q6))
                .fma(z, broadcast(SPECIES, Q5))
                .fma(z, broadcast(SPECIES, Q4))
                .fma(z, broadcast(SPECIES, Q3))
                .fma(z, broadcast(SPECIES, Q2));
        return z.mul(z).fma(q, z);
    }

    static FloatVector softplus(FloatVector x) {
        FloatVector below = x.abs().neg();
        FloatVector z = power(below).blend(0, below.compare(LT, EXP_LOWEST));
        return x.max(0).add(log1pOfFraction(z)); // not a number by its first part, if x is not
    }

    /**
     * The sum of the lanes, by numbers that the compiler knows, which it wants. That of {@code reduceLanes} has an order which newer
     * compilers choose, and bits would change when a loop has been compiled.
     */
    static float sum(FloatVector x) {
        if (LANES > 16) {
            return x.reduceLanes(ADD);
        }
        float sum = (x.lane(0) + x.lane(1)) + (x.lane(2) + x.lane(3));
        if (LANES > 4) {
            sum += (x.lane(4) + x.lane(5)) + (x.lane(6) + x.lane(7));
        }
        if (LANES > 8) {
            sum += ((x.lane(8) + x.lane(9)) + (x.lane(10) + x.lane(11)))
                    + ((x.lane(12) + x.lane(13)) + (x.lane(14) + x.lane(15)));
        }
        return sum;
    }
}
