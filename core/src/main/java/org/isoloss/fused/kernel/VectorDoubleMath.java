/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.fused.kernel;

import static jdk.incubator.vector.DoubleVector.broadcast;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static org.isoloss.fused.kernel.DoubleMath.BIAS;
import static org.isoloss.fused.kernel.DoubleMath.COUNTER;
import static org.isoloss.fused.kernel.DoubleMath.COUNTER_AND_BIAS;
import static org.isoloss.fused.kernel.DoubleMath.E10;
import static org.isoloss.fused.kernel.DoubleMath.E11;
import static org.isoloss.fused.kernel.DoubleMath.E2;
import static org.isoloss.fused.kernel.DoubleMath.E3;
import static org.isoloss.fused.kernel.DoubleMath.E4;
import static org.isoloss.fused.kernel.DoubleMath.E5;
import static org.isoloss.fused.kernel.DoubleMath.E6;
import static org.isoloss.fused.kernel.DoubleMath.E7;
import static org.isoloss.fused.kernel.DoubleMath.E8;
import static org.isoloss.fused.kernel.DoubleMath.E9;
import static org.isoloss.fused.kernel.DoubleMath.EXP_HIGHEST;
import static org.isoloss.fused.kernel.DoubleMath.EXP_LOWEST;
import static org.isoloss.fused.kernel.DoubleMath.L1;
import static org.isoloss.fused.kernel.DoubleMath.L2;
import static org.isoloss.fused.kernel.DoubleMath.L3;
import static org.isoloss.fused.kernel.DoubleMath.L4;
import static org.isoloss.fused.kernel.DoubleMath.L5;
import static org.isoloss.fused.kernel.DoubleMath.L6;
import static org.isoloss.fused.kernel.DoubleMath.L7;
import static org.isoloss.fused.kernel.DoubleMath.LIFT;
import static org.isoloss.fused.kernel.DoubleMath.LIFT_LOG2;
import static org.isoloss.fused.kernel.DoubleMath.LN2;
import static org.isoloss.fused.kernel.DoubleMath.LN2_REST;
import static org.isoloss.fused.kernel.DoubleMath.LOG2_E;
import static org.isoloss.fused.kernel.DoubleMath.MANTISSA;
import static org.isoloss.fused.kernel.DoubleMath.MANTISSA_MASK;
import static org.isoloss.fused.kernel.DoubleMath.Q1;
import static org.isoloss.fused.kernel.DoubleMath.Q2;
import static org.isoloss.fused.kernel.DoubleMath.Q3;
import static org.isoloss.fused.kernel.DoubleMath.Q4;
import static org.isoloss.fused.kernel.DoubleMath.Q5;
import static org.isoloss.fused.kernel.DoubleMath.Q6;
import static org.isoloss.fused.kernel.DoubleMath.Q7;
import static org.isoloss.fused.kernel.DoubleMath.Q8;
import static org.isoloss.fused.kernel.DoubleMath.Q9;
import static org.isoloss.fused.kernel.DoubleMath.ROOT_HALF;
import static org.isoloss.fused.kernel.DoubleMath.ROUNDER;
import static org.isoloss.fused.kernel.DoubleMath.TO_ONE;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** {@link DoubleMath} for a vector of numbers: the same operations in the same order, its cases by selection. */
final class VectorDoubleMath {

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final VectorSpecies<Long> SPECIES_OF_BITS = LongVector.SPECIES_PREFERRED;

    private VectorDoubleMath() {}

    static DoubleVector exp(DoubleVector x) {
        return x.mul(Double.POSITIVE_INFINITY)
                .blend(power(x), x.compare(LE, EXP_HIGHEST))
                .blend(0, x.compare(LT, EXP_LOWEST));
    }

    /** {@code exp} between its bounds, and anything beyond. */
    private static DoubleVector power(DoubleVector x) {
        DoubleVector n = x.fma(broadcast(SPECIES, LOG2_E), broadcast(SPECIES, ROUNDER));
        DoubleVector k = n.sub(ROUNDER);
        DoubleVector r = k.fma(broadcast(SPECIES, -LN2_REST), k.fma(broadcast(SPECIES, -LN2), x));
        DoubleVector p = broadcast(SPECIES, E11)
                .fma(r, broadcast(SPECIES, E10))
                .fma(r, broadcast(SPECIES, E9))
                .fma(r, broadcast(SPECIES, E8))
                .fma(r, broadcast(SPECIES, E7));
        p = p.fma(r, broadcast(SPECIES, E6))
                .fma(r, broadcast(SPECIES, E5))
                .fma(r, broadcast(SPECIES, E4))
                .fma(r, broadcast(SPECIES, E3))
                .fma(r, broadcast(SPECIES, E2));
        DoubleVector y = p.fma(r, broadcast(SPECIES, 1)).fma(r, broadcast(SPECIES, 1));
        return y.reinterpretAsLongs()
                .add(n.reinterpretAsLongs().lanewise(LSHL, MANTISSA))
                .reinterpretAsDoubles();
    }

    static DoubleVector log(DoubleVector x) {
        VectorMask<Double> small = x.compare(LT, Double.MIN_NORMAL);
        LongVector bits = x.blend(x.mul(LIFT), small).reinterpretAsLongs().add(TO_ONE);
        DoubleVector lifted = DoubleVector.zero(SPECIES).blend(LIFT_LOG2, small);
        DoubleVector y = log(fraction(bits).sub(1), exponent(bits).sub(lifted));
        return x.blend(y, x.compare(LT, Double.POSITIVE_INFINITY))
                .blend(Double.NaN, x.compare(LT, 0))
                .blend(Double.NEGATIVE_INFINITY, x.compare(EQ, 0));
    }

    static DoubleVector log1p(DoubleVector x) {
        DoubleVector u = x.add(1);
        DoubleVector b = u.sub(1);
        DoubleVector rest = broadcast(SPECIES, 1).sub(u.sub(b)).add(x.sub(b));
        LongVector bits = u.reinterpretAsLongs().add(TO_ONE);
        DoubleVector scale = LongVector.broadcast(SPECIES_OF_BITS, (2 * BIAS + 1) << MANTISSA)
                .sub(bits.and(~MANTISSA_MASK))
                .reinterpretAsDoubles();
        DoubleVector y = log(rest.mul(0.5).fma(scale, fraction(bits).sub(1)), exponent(bits));
        return x.blend(y, x.compare(LT, Double.POSITIVE_INFINITY))
                .blend(Double.NaN, x.compare(LT, -1))
                .blend(Double.NEGATIVE_INFINITY, x.compare(EQ, -1));
    }

    private static DoubleVector exponent(LongVector bits) {
        return bits.lanewise(LSHR, MANTISSA).or(COUNTER).reinterpretAsDoubles().sub(COUNTER_AND_BIAS);
    }

    private static DoubleVector fraction(LongVector bits) {
        return bits.and(MANTISSA_MASK).add(ROOT_HALF).reinterpretAsDoubles();
    }

    private static DoubleVector log(DoubleVector r, DoubleVector e) {
        DoubleVector s = r.div(r.add(2));
        DoubleVector z = s.mul(s);
        DoubleVector p = broadcast(SPECIES, L7)
                .fma(z, broadcast(SPECIES, L6))
                .fma(z, broadcast(SPECIES, L5))
                .fma(z, broadcast(SPECIES, L4))
                .fma(z, broadcast(SPECIES, L3))
                .fma(z, broadcast(SPECIES, L2))
                .fma(z, broadcast(SPECIES, L1));
        DoubleVector half = r.mul(0.5).mul(r);
        DoubleVector y = s.fma(p.fma(z, half), e.fma(broadcast(SPECIES, LN2_REST), half.neg()));
        return e.fma(broadcast(SPECIES, LN2), r.add(y));
    }

    static DoubleVector sigmoid(DoubleVector x) {
        return broadcast(SPECIES, 1).div(exp(x.neg()).add(1));
    }

    static DoubleVector log1pOfFraction(DoubleVector z) {
        DoubleVector s = z.div(z.add(2));
        DoubleVector w = s.mul(s);
        DoubleVector q = broadcast(SPECIES, Q9)
                .fma(w, broadcast(SPECIES, Q8))
                .fma(w, broadcast(SPECIES, Q7))
                .fma(w, broadcast(SPECIES, Q6))
                .fma(w, broadcast(SPECIES, Q5));
        q = q.fma(w, broadcast(SPECIES, Q4))
                .fma(w, broadcast(SPECIES, Q3))
                .fma(w, broadcast(SPECIES, Q2))
                .fma(w, broadcast(SPECIES, Q1));
        return s.mul(w).fma(q, s.add(s));
    }

    /** Anything, if x is not a number. */
    static DoubleVector expOfMinusAbs(DoubleVector x) {
        DoubleVector below = x.abs().neg();
        return power(below).blend(0, below.compare(LT, EXP_LOWEST));
    }

    /**
     * The sum of the lanes, by numbers that the compiler knows, which it wants. That of {@code reduceLanes} has an order which newer
     * compilers choose, and bits would change when a loop has been compiled.
     */
    static double sum(DoubleVector x) {
        if (LANES > 8) {
            return x.reduceLanes(ADD);
        }
        double sum = x.lane(0) + x.lane(1);
        if (LANES > 2) {
            sum += x.lane(2) + x.lane(3);
        }
        if (LANES > 4) {
            sum += (x.lane(4) + x.lane(5)) + (x.lane(6) + x.lane(7));
        }
        return sum;
    }
}
