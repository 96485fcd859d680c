/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
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
import static org.isoloss.fused.kernel.FloatMath.EXP_HIGHEST;
import static org.isoloss.fused.kernel.FloatMath.EXP_LOWEST;
import static org.isoloss.fused.kernel.FloatMath.L10;
import static org.isoloss.fused.kernel.FloatMath.L3;
import static org.isoloss.fused.kernel.FloatMath.L4;
import static org.isoloss.fused.kernel.FloatMath.L5;
import static org.isoloss.fused.kernel.FloatMath.L6;
import static org.isoloss.fused.kernel.FloatMath.L7;
import static org.isoloss.fused.kernel.FloatMath.L8;
import static org.isoloss.fused.kernel.FloatMath.L9;
import static org.isoloss.fused.kernel.FloatMath.LIFT;
import static org.isoloss.fused.kernel.FloatMath.LIFT_LOG2;
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
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** {@link FloatMath} for a vector of numbers: the same operations in the same order, its cases by selection. */
final class VectorFloatMath {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final VectorSpecies<Integer> SPECIES_OF_BITS = IntVector.SPECIES_PREFERRED;

    private VectorFloatMath() {}

    static FloatVector sign(FloatVector x) {
        return x.blend(1, x.compare(GT, 0)).blend(-1, x.compare(LT, 0));
    }

    static FloatVector exp(FloatVector x) {
        return x.mul(Float.POSITIVE_INFINITY)
                .blend(power(x), x.compare(LE, EXP_HIGHEST))
                .blend(0, x.compare(LT, EXP_LOWEST));
    }

    /** {@code exp} between its bounds, and anything beyond. */
    static FloatVector power(FloatVector x) {
        FloatVector n = x.fma(all(LOG2_E), all(ROUNDER));
        FloatVector k = n.sub(ROUNDER);
        FloatVector r = k.fma(all(-LN2_REST), k.fma(all(-LN2), x));
        FloatVector p = all(E6).fma(r, all(E5)).fma(r, all(E4)).fma(r, all(E3)).fma(r, all(E2));
        FloatVector y = p.fma(r, all(1)).fma(r, all(1));
        return y.reinterpretAsInts()
                .add(n.reinterpretAsInts().lanewise(LSHL, MANTISSA))
                .reinterpretAsFloats();
    }

    static FloatVector log(FloatVector x) {
        VectorMask<Float> small = x.compare(LT, Float.MIN_NORMAL);
        FloatVector lifted = FloatVector.zero(SPECIES).blend(LIFT_LOG2, small);
        FloatVector y = logOfNormal(x.blend(x.mul(LIFT), small), lifted);
        return x.blend(y, x.compare(LT, Float.POSITIVE_INFINITY))
                .blend(Float.NaN, x.compare(LT, 0))
                .blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0));
    }

    /** {@code log x} of normal numbers above 0, and anything of others. */
    static FloatVector logOfNormal(FloatVector x) {
        return logOfNormal(x, FloatVector.zero(SPECIES));
    }

    /** {@code log(x / 2^lifted)}. */
    private static FloatVector logOfNormal(FloatVector x, FloatVector lifted) {
        IntVector bits = x.reinterpretAsInts().add(TO_ONE);
        return log(fraction(bits).sub(1), exponent(bits).sub(lifted));
    }

    static FloatVector log1p(FloatVector x) {
        FloatVector u = x.add(1);
        FloatVector b = u.sub(1);
        FloatVector rest = all(1).sub(u.sub(b)).add(x.sub(b));
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
        FloatVector q = all(L10).fma(r, all(L9))
                .fma(r, all(L8))
                .fma(r, all(L7))
                .fma(r, all(L6))
                .fma(r, all(L5))
                .fma(r, all(L4))
                .fma(r, all(L3));
        FloatVector y = r.mul(r).mul(q.fma(r, all(-0.5f)));
        return e.fma(all(LN2), r.add(e.fma(all(LN2_REST), y)));
    }

    /** {@code 1 / (1 + z)}, of {@code z = exp(-x)}. */
    static FloatVector sigmoidOf(FloatVector z) {
        return all(1).div(z.add(1));
    }

    private static FloatVector log1pOfFraction(FloatVector z) {
        FloatVector q =
                all(Q11).fma(z, all(Q10)).fma(z, all(Q9)).fma(z, all(Q8)).fma(z, all(Q7));
        q = q.fma(z, all(Q6)).fma(z, all(Q5)).fma(z, all(Q4)).fma(z, all(Q3)).fma(z, all(Q2));
        return z.mul(z).fma(q, z);
    }

    static FloatVector softplus(FloatVector x) {
        FloatVector below = x.abs().neg();
        FloatVector z = power(below).blend(0, below.compare(LT, EXP_LOWEST));
        return x.max(0).add(log1pOfFraction(z)); // not a number by its first part, if x is not
    }

    private static FloatVector all(float v) {
        return FloatVector.broadcast(SPECIES, v);
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
