/* Copyright the isoloss authors. SPDX-License-Identifier: Apache-2.0 */
package org.isoloss.contract;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.isoloss.host.HostOps;
import org.isoloss.host.HostTensor;
import org.isoloss.tensor.Kind;
import org.isoloss.tensor.TensorOps;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * All that a backend must keep: every operation gives what the host gives, in value, shape and kind; every composite that it
 * overrides gives what the default gives; no operand changes; and no operation of the vocabulary is left out.
 *
 * @param <T> the backend's array
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TensorOpsContract<T> {

    /** Sums and exponentials of different order or polynomial differ by a few units in the last place. */
    private static final double ULPS = 16;

    private final Set<String> exercised = new TreeSet<>();

    /** A backend for one test, which closes it. */
    protected abstract Backend<T> open();

    @TestFactory
    final Stream<DynamicTest> givesWhatTheHostGives() {
        return cases((c, backend) -> {
            HostTensor expected = c.on(new HostOps(), c.inputs());
            T actual = c.on(recorded(backend.ops()), there(c, backend));
            Kind kind = backend.ops().kind(actual);
            LossProperty.require(kind == expected.kind(), "%s must give %s, got %s", c.name(), expected.kind(), kind);
            compare(c.name(), backend, expected, actual);
        });
    }

    @TestFactory
    final Stream<DynamicTest> givesWhatTheDefaultGives() {
        return cases((c, backend) -> {
            HostTensor plain = backend.toHost(c.on(withoutOverrides(backend.ops()), there(c, backend)));
            compare(c.name(), backend, plain, c.on(backend.ops(), there(c, backend)));
        });
    }

    @TestFactory
    final Stream<DynamicTest> changesNoOperand() {
        return cases((c, backend) -> {
            List<T> operands = there(c, backend);
            List<HostTensor> before = operands.stream().map(backend::toHost).toList();
            T result = c.on(backend.ops(), operands);
            LossProperty.require(result != null, "%s must give a result", c.name());
            for (int i = 0; i < before.size(); i++) {
                Closeness.assertClose(c.name() + ": operand " + i, before.get(i), backend.toHost(operands.get(i)), 0);
            }
        });
    }

    private Stream<DynamicTest> cases(Check<T> check) {
        return OperationCases.all().stream()
                .map(c -> DynamicTest.dynamicTest(c.toString(), () -> {
                    try (Backend<T> backend = open()) {
                        check.run(c, backend);
                    }
                }));
    }

    private interface Check<T> {
        void run(OperationCase c, Backend<T> backend);
    }

    private List<T> there(OperationCase c, Backend<T> backend) {
        return c.inputs().stream().map(backend::of).toList();
    }

    private void compare(String what, Backend<T> backend, HostTensor expected, T actual) {
        Closeness.assertClose(what, expected, backend.toHost(actual), ULPS * backend.epsilon());
    }

    @AfterAll
    final void everyOperationWasExercised() {
        Set<String> vocabulary = Arrays.stream(TensorOps.class.getMethods())
                .filter(m -> !Modifier.isStatic(m.getModifiers()))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        vocabulary.removeAll(exercised);
        vocabulary.removeAll(Set.of("name", "kind", "toHost")); // which every comparison calls
        LossProperty.require(vocabulary.isEmpty(), "every operation must be exercised, left out: %s", vocabulary);
    }

    private TensorOps<T> recorded(TensorOps<T> ops) {
        return proxy((proxy, method, operands) -> {
            exercised.add(method.getName());
            return call(ops, method, operands);
        });
    }

    /** A backend that implements what it must, and leaves every composite as it is. */
    private TensorOps<T> withoutOverrides(TensorOps<T> ops) {
        return proxy((proxy, method, operands) -> method.isDefault()
                ? InvocationHandler.invokeDefault(proxy, method, operands)
                : call(ops, method, operands));
    }

    private static Object call(TensorOps<?> ops, Method method, Object... operands) throws Throwable {
        try {
            return method.invoke(ops, operands);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @SuppressWarnings("unchecked")
    private TensorOps<T> proxy(InvocationHandler handler) {
        return (TensorOps<T>)
                Proxy.newProxyInstance(TensorOps.class.getClassLoader(), new Class<?>[] {TensorOps.class}, handler);
    }
}
