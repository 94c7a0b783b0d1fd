// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title A token anyone may mint, whose ways the tokens beside it change
abstract contract MockToken {
    string public constant name = "Mock";
    string public constant symbol = "MOCK";

    mapping(address account => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;

    event Transfer(address indexed from, address indexed to, uint256 value);

    error InsufficientBalance(address from);
    error InsufficientAllowance(address spender);

    function mint(address to, uint256 value) external {
        balanceOf[to] += value;
        emit Transfer(address(0), to, value);
    }

    function approve(address spender, uint256 value) external returns (bool) {
        allowance[msg.sender][spender] = value;
        return true;
    }

    function transfer(address to, uint256 value) external virtual returns (bool) {
        _move(msg.sender, to, value);
        return true;
    }

    function transferFrom(address from, address to, uint256 value) external virtual returns (bool) {
        _spend(from, value);
        _move(from, to, value);
        return true;
    }

    function _spend(address owner, uint256 value) internal {
        if (allowance[owner][msg.sender] < value) revert InsufficientAllowance(msg.sender);
        allowance[owner][msg.sender] -= value;
    }

    function _move(address from, address to, uint256 value) internal virtual {
        if (balanceOf[from] < value) revert InsufficientBalance(from);
        balanceOf[from] -= value;
        balanceOf[to] += value;
        emit Transfer(from, to, value);
    }
}
